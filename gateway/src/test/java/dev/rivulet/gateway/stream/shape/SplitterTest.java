package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.event.TurnRecord;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where text is split if each character is a delta. {@code /} marks the boundaries and {@code _} is a line feed. */
class SplitterTest {

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {"one two three,one /two /three", "a  b,a  /b",
            " a, /a", "a_b,a_/b", "x,x", "a ,a "})
    void aWordIncludesTheWhiteSpaceThatFollowsIt(String text, String split) {
        assertSplit(Granularity.WORD, text, split);
    }

    @ParameterizedTest
    @CsvSource({"one_two_three,one_/two_/three", "one_,one_", "__a,_/_/a", "no end,no end"})
    void aLineIncludesItsLineFeed(String text, String split) {
        assertSplit(Granularity.LINE, text, split);
    }

    @ParameterizedTest
    @CsvSource({"One. Two! Three? Four…,One. /Two! /Three? /Four…", "Pi is 3.14. Yes.,Pi is 3.14. /Yes.",
            "'Say \"yes.\" Then go.','Say \"yes.\" /Then go.'",
            "'Rivers, e.g. the Po. End','Rivers, e.g. the Po. /End'",
            "Why?! Because.,Why?! /Because.", "**Bold.** Next,**Bold.** /Next", "河川。水。,河川。/水。",
            "「水。」河川,「水。」/河川", "Title__Text,Title__/Text", "one_two,one_two", "a.b,a.b", "Wait... What,Wait... /What"})
    void aSentenceEndsWhereTheNextBegins(String text, String split) {
        assertSplit(Granularity.SENTENCE, text, split);
    }

    @Test
    void completePiecesOfOneDeltaAreOneEvent() {
        assertThat(show(Granularity.WORD, "one two thr", "ee four")).containsExactly("one two ", "three ", "four");
        assertThat(show(Granularity.LINE, "a\nb\nc", "\nd")).containsExactly("a\nb\n", "c\n", "d");
    }

    @Test
    void aCarriageReturnAndItsLineFeedStayTogether() {
        for (Granularity granularity : List.of(Granularity.WORD, Granularity.LINE, Granularity.SENTENCE)) {
            assertThat(show(granularity, "One.\r", "\n\r", "\nTwo\r", "\n")).as("%s", granularity)
                    .allMatch(text -> !text.startsWith("\n") && !text.endsWith("\r"));
        }
    }

    private static void assertSplit(Granularity granularity, String text, String split) {
        String[] characters = text.replace('_', '\n').split("");
        assertThat(show(granularity, characters)).isEqualTo(Arrays.asList(split.replace('_', '\n').split("/")));
    }

    private static List<String> show(Granularity granularity, String... deltas) {
        RecordingClient client = new RecordingClient();
        Shaping shaping = new Shaping(Shaping.NONE.throttle(), granularity);
        var sink = ReaderOptions.full(shaping).wrap(client, new ManualTimers(), 1 << 16);
        for (TurnRecord.Shown record : LoggedTurn.of(deltas).records()) {
            sink.event(record);
        }
        return client.texts();
    }
}
