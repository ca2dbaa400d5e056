package dev.rivulet.gateway.stream.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShaperTest {

    private static final Shaping THROTTLED = new Shaping(Duration.ofMillis(50), Granularity.TOKEN);

    private final Screen screen = new Screen();
    private final Timers timers = new Timers();
    private long offset;
    private EventSink<TurnEvent> sink = throttled(1_000);

    @Test
    void theFirstDeltaGoesAtOnceAndLaterOnesTogetherWhenTheIntervalIsOver() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"), delta(2, "c"));
        assertThat(screen.texts()).containsExactly("a");
        timers.goOff();
        assertThat(screen.texts()).containsExactly("a", "bc");
        assertThat(screen.events.getLast().data().path("seq").asInt()).isEqualTo(2);
        assertThat(screen.flushed).endsWith(3);
        show(delta(3, "d"));
        assertThat(screen.texts()).hasSize(2);
    }

    @Test
    void afterAnIntervalWithoutTextTheNextGoesAtOnce() {
        show(Chunks.started(1), delta(0, "a"));
        timers.goOff();
        assertThat(timers.waiting()).isZero();
        show(delta(1, "b"));
        assertThat(screen.texts()).containsExactly("a", "b");
    }

    @Test
    void whatWaitsGoesBeforeTheTerminal() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"), Chunks.done(1, 2, "stop", 2));
        assertThat(screen.types()).containsExactly("started", "delta", "delta", "done");
        assertThat(screen.texts()).containsExactly("a", "b");
    }

    @Test
    void whatWaitsOfAnAttemptThatWasGivenUpIsDropped() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "void"), Chunks.started(2));
        timers.goOff();
        show(new Delta(2, 0, "b"), Chunks.done(2, 1, "stop", 1));
        assertThat(screen.types()).containsExactly("started", "delta", "started", "delta", "done");
        assertThat(screen.texts()).containsExactly("a", "b");
    }

    @Test
    void aReaderOfThePastHasOnlySoMuchHeldBack() {
        sink = throttled(10);
        show(Chunks.started(1), delta(0, "a"));
        for (int seq = 1; seq < 100; seq++) {
            show(delta(seq, "1234"));
            assertThat(String.join("", screen.texts()).length()).isGreaterThan(4 * seq - 12);
        }
    }

    @Test
    void aReaderThatIsFullGetsWhatWaitsWhenItHasCaughtUp() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"));
        screen.full = true;
        timers.goOff();
        assertThat(screen.texts()).containsExactly("a");
        assertThat(timers.waiting()).isZero();
        screen.full = false;
        sink.caughtUp();
        assertThat(screen.texts()).containsExactly("a", "b");
        assertThat(screen.flushed).endsWith(3);
    }

    @Test
    void aStreamThatIsOverHasNoTimers() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"));
        assertThat(timers.waiting()).isEqualTo(1);
        sink.release();
        assertThat(timers.waiting()).isZero();
        assertThat(screen.released).isTrue();
    }

    @Test
    void whatFailsOnATimerEndsTheStreamWithTheNextEvent() {
        sink = ReaderOptions.whole(THROTTLED).inFrontOf(new Screen() {
            @Override
            public boolean event(TurnEvent event) {
                if (((TurnEvent.Text) event).content().equals("bad")) {
                    throw new IllegalArgumentException("cannot be framed");
                }
                return super.event(event);
            }
        }, timers, 1_000);
        show(delta(0, "a"), delta(1, "bad"));
        timers.goOff();
        assertThatIllegalArgumentException().isThrownBy(() -> show(delta(2, "c")));
    }

    @Test
    void withoutShapingARecordIsShownAsItIs() {
        EventSink<TurnEvent> plain = new Screen();
        assertThat(ReaderOptions.whole(Shaping.NONE).inFrontOf(plain, timers, 1_000)).isSameAs(plain);
    }

    @Test
    void aReaderThatComesBackWithinADeltaIsShownTheNextOnesAsTheyAre() {
        List<TurnEvent> shown = new ArrayList<>();
        sink = new ReaderOptions(Shaping.NONE, new Seen(0, 3), false).inFrontOf(keeping(shown), timers, 1_000);
        TurnRecord next = Chunks.turnRecord(2, delta(1, "def"));
        sink.event(Chunks.turnRecord(1, delta(0, "abcd")));
        sink.event(next);
        assertThat(shown.getLast()).isSameAs(next);
        assertThat(((TurnEvent.Text) shown.getFirst()).content()).isEqualTo("d");
    }

    @Test
    void aCursorWithinASurrogatePairThatNobodyWasGivenBreaksNothing() {
        List<TurnEvent> shown = new ArrayList<>();
        sink = new ReaderOptions(Shaping.NONE, new Seen(0, 1), false).inFrontOf(keeping(shown), timers, 1_000);
        sink.event(Chunks.turnRecord(1, delta(0, "\uD83C\uDF0A!")));
        assertThat(((TurnEvent.Text) shown.getFirst()).content()).isEqualTo("!");
    }

    private EventSink<TurnEvent> throttled(int maxWaiting) {
        return ReaderOptions.whole(THROTTLED).inFrontOf(screen, timers, maxWaiting);
    }

    private static EventSink<TurnEvent> keeping(List<TurnEvent> shown) {
        return new Screen() {
            @Override
            public boolean event(TurnEvent event) {
                return shown.add(event);
            }
        };
    }

    private void show(ChunkEvent... events) {
        for (ChunkEvent event : events) {
            sink.event(Chunks.turnRecord(offset++, event));
        }
    }

    private static Delta delta(int seq, String text) {
        return new Delta(1, seq, text);
    }
}
