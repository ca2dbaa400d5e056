package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.worker.provider.ToolCallPiece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeltaStreamTest {

    private static final Duration WINDOW = Duration.ofMillis(20);
    private static final String CRAB = "\uD83E\uDD80";
    private static final String HIGH = CRAB.substring(0, 1);
    private static final String LOW = CRAB.substring(1);

    private final ManualTimer timer = new ManualTimer();
    private final List<Delta> sent = new ArrayList<>();
    private final DeltaStream stream = stream(WINDOW);

    @Test
    void theFirstTokenGoesOutAtOnce() {
        stream.token("one");

        assertThat(contents()).containsExactly("one");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void tokensThatComeFasterThanTheWindowAreJoinedIntoOneDeltaAWindow() {
        tokens("a", "b", "c");
        assertThat(contents()).containsExactly("a");
        assertThat(timer.pending()).isEqualTo(1);

        timer.passes(WINDOW);
        assertThat(contents()).containsExactly("a", "bc");

        tokens("d");
        timer.passes(WINDOW.dividedBy(2));
        tokens("e");
        timer.passes(WINDOW.dividedBy(2));
        assertThat(contents()).containsExactly("a", "bc", "de");
    }

    @Test
    void aTokenThatComesLaterThanTheWindowGoesOutAtOnce() {
        tokens("a");
        timer.passes(WINDOW);
        tokens("b");
        timer.passes(WINDOW.multipliedBy(2));
        tokens("c");

        assertThat(contents()).containsExactly("a", "b", "c");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aLateFlushWithNothingLeftSendsNothing() {
        tokens("a", "b");
        stream.end();
        timer.passes(WINDOW);

        assertThat(contents()).containsExactly("a", "b");
    }

    @Test
    void withoutAWindowEveryTokenIsADelta() {
        DeltaStream each = stream(Duration.ZERO);

        List.of("a", "b", "c").forEach(each::token);

        assertThat(contents()).containsExactly("a", "b", "c");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void theEndSendsWhatIsLeftAndNothingFollows() {
        tokens("a", "b", "c");
        stream.end();
        assertThat(contents()).containsExactly("a", "bc");

        tokens("d");
        timer.passes(WINDOW);
        stream.end();

        assertThat(contents()).containsExactly("a", "bc");
        assertThat(stream.text()).isEqualTo("abc");
        assertThat(stream.length()).isEqualTo(3);
    }

    @Test
    void anAnswerWithoutTextHasNoDeltas() {
        tokens("", "");
        stream.end();

        assertThat(sent).isEmpty();
        assertThat(stream.seq()).isZero();
        assertThat(stream.text()).isEmpty();
    }

    @Test
    void deltasAreNumberedFromZeroWithoutGap() {
        for (int i = 0; i < 50; i++) {
            tokens("x");
            timer.passes(WINDOW.dividedBy(3));
        }
        stream.end();

        assertThat(sent).extracting(Delta::seq)
                .isEqualTo(java.util.stream.LongStream.range(0, sent.size()).boxed().toList());
        assertThat(stream.seq()).isEqualTo(sent.size());
        assertThat(sent).extracting(Delta::attempt).containsOnly(2);
        assertThat(joined()).isEqualTo("x".repeat(50)).isEqualTo(stream.text());
    }

    @Test
    void aSurrogatePairSplitOverTokensArrivesWhole() {
        DeltaStream each = stream(Duration.ZERO);

        List.of("a" + HIGH, LOW + "b", HIGH, LOW).forEach(each::token);

        assertThat(contents()).containsExactly("a", CRAB + "b", CRAB);
    }

    @Test
    void halfAPairAtTheEndOfAWindowWaitsForItsOtherHalf() {
        tokens("a", "b" + HIGH);
        timer.passes(WINDOW);
        assertThat(contents()).containsExactly("a", "b");

        tokens(LOW);
        timer.passes(WINDOW);

        assertThat(contents()).containsExactly("a", "b", CRAB);
    }

    @Test
    void halfAPairThatNeverFindsItsOtherHalfBecomesTheReplacementCharacter() {
        DeltaStream each = stream(Duration.ZERO);

        List.of("a" + HIGH, "b", LOW + "c", HIGH + HIGH + LOW, HIGH).forEach(each::token);
        each.end();

        assertThat(joined()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD" + CRAB + "\uFFFD").isEqualTo(each.text());
        assertThat(contents()).noneMatch(content -> Character.isHighSurrogate(content.charAt(content.length() - 1)));
    }

    private void tokens(String... tokens) {
        List.of(tokens).forEach(stream::token);
    }

    private List<String> contents() {
        return sent.stream().map(Delta::content).toList();
    }

    private String joined() {
        return contents().stream().collect(Collectors.joining());
    }

    @Test
    void aPieceOfAnotherKindFirstSendsWhatWaits() {
        List<ChunkEvent.Part> all = new ArrayList<>();
        DeltaStream parts = new DeltaStream(2, WINDOW::toNanos, timer, all::add);
        parts.reasoning("a", null);
        parts.reasoning("b", null);
        parts.reasoning("c", null);
        parts.token("d");
        parts.toolCall(new ToolCallPiece(0, "c0", "f", "{", false));
        parts.toolCall(new ToolCallPiece(0, "c0", null, "}", false));
        parts.toolCall(new ToolCallPiece(1, "c1", "g", "", false));
        parts.toolCall(new ToolCallPiece(0, "c0", null, "", true));
        parts.end();

        assertThat(all).containsExactly(new Reasoning(2, 0, "a"), new Reasoning(2, 1, "bc"), new Delta(2, 2, "d"),
                new ToolCall(2, 3, 0, "c0", "f", "{}", null), new ToolCall(2, 4, 1, "c1", "g", "", null),
                new ToolCall(2, 5, 0, "c0", null, "", true));
        assertThat(parts.text()).isEqualTo("d");
        assertThat(parts.seq()).isEqualTo(6);
        assertThat(parts.size()).isEqualTo("abcd{}c0fc1g".length());
    }

    @Test
    void aSignatureEndsItsReasoning() {
        List<ChunkEvent.Part> all = new ArrayList<>();
        DeltaStream parts = new DeltaStream(2, Duration.ZERO::toNanos, timer, all::add);
        parts.reasoning("a", null);
        parts.reasoning("", "sig");
        parts.reasoning("b", null);
        parts.end();

        assertThat(all).containsExactly(new Reasoning(2, 0, "a"), new Reasoning(2, 1, "", "sig"),
                new Reasoning(2, 2, "b"));
    }

    @Test
    void noPieceOfAnyKindEndsWithinAPair() {
        List<ChunkEvent.Part> all = new ArrayList<>();
        DeltaStream parts = new DeltaStream(2, Duration.ZERO::toNanos, timer, all::add);
        parts.reasoning(HIGH, null);
        parts.reasoning(LOW, null);
        parts.toolCall(new ToolCallPiece(0, "c0", "f", HIGH, false));
        parts.toolCall(new ToolCallPiece(0, "c0", null, LOW + HIGH, false));
        parts.token("x");

        assertThat(all).containsExactly(new Reasoning(2, 0, CRAB), new ToolCall(2, 1, 0, "c0", "f", "", null),
                new ToolCall(2, 2, 0, "c0", null, CRAB, null), new ToolCall(2, 3, 0, "c0", null, "\uFFFD", null),
                new Delta(2, 4, "x"));
    }

    private DeltaStream stream(Duration window) {
        return new DeltaStream(2, window::toNanos, timer, piece -> sent.add((Delta) piece));
    }
}
