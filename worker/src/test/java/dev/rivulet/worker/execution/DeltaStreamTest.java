package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.event.Delta;
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

    private DeltaStream stream(Duration window) {
        return new DeltaStream(2, window::toNanos, timer, sent::add);
    }
}
