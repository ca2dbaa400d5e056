package dev.rivulet.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartCollectorTest {

    private final PartCollector parts = new PartCollector();

    private void add(ChunkEvent.Part... pieces) {
        for (ChunkEvent.Part piece : pieces) {
            parts.add(piece);
        }
    }

    @Test
    void anAnswerOfTextHasNoParts() {
        add(new Delta(1, 0, "one"), new Delta(1, 1, "two"));
        assertThat(parts.parts()).isNull();
        assertThat(parts.hasCall()).isFalse();
    }

    @Test
    void reasoningIsJoinedUntilTextOrItsSignature() {
        add(new Reasoning(1, 0, "a"), new Reasoning(1, 1, "b"), new Reasoning(1, 2, "", "sig"),
                new Reasoning(1, 3, "c"), new Delta(1, 4, "text"), new Reasoning(1, 5, "d"));
        assertThat(parts.parts()).containsExactly(new AnswerPart.Thought(0, "ab", "sig"),
                new AnswerPart.Thought(0, "c", null), new AnswerPart.Thought(4, "d", null));
        assertThat(parts.chars()).isEqualTo(7);
    }

    @Test
    void interleavedCallsAreOnePartEachInTheOrderInWhichTheyBegin() {
        add(new Delta(1, 0, "two:"), new ToolCall(1, 1, 0, "c0", "first", "{", null),
                new ToolCall(1, 2, 1, "c1", "second", "[", null), new ToolCall(1, 3, 0, "c0", null, "}", null),
                new ToolCall(1, 4, 0, "c0", null, "", true), new ToolCall(1, 5, 1, "c1", null, "1", null));
        assertThat(parts.hasCall()).isTrue();
        assertThat(parts.chars()).isEqualTo("c0first{c1second[}1".length());
        assertThat(parts.parts()).containsExactly(new AnswerPart.Call(4, 0, "c0", "first", "{}", true),
                new AnswerPart.Call(4, 1, "c1", "second", "[1", null));
        assertThat(AnswerPart.kinds(parts.parts())).containsExactly("tool-call");
    }

    @Test
    void aNewAnswerHasNothingOfTheOneBefore() {
        add(new Reasoning(1, 0, "a"), new ToolCall(1, 1, 0, "c0", "first", "{", null));
        parts.clear();
        add(new ToolCall(2, 0, 0, "c9", "other", "", null));
        assertThat(parts.parts()).isEqualTo(List.of(new AnswerPart.Call(0, 0, "c9", "other", "", null)));
    }
}
