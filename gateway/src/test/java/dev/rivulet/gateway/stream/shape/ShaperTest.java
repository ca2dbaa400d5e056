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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShaperTest {

    private static final Shaping THROTTLED = new Shaping(Duration.ofMillis(50), Granularity.TOKEN);

    private final RecordingClient client = new RecordingClient();
    private final ManualTimers timers = new ManualTimers();
    private long offset;
    private EventSink<TurnEvent> sink = throttled(1_000);

    @Test
    void theFirstDeltaIsShownAtOnceAndLaterOnesTogetherAfterTheInterval() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"), delta(2, "c"));
        assertThat(client.texts()).containsExactly("a");
        timers.goOff();
        assertThat(client.texts()).containsExactly("a", "bc");
        assertThat(client.events.getLast().data().path("seq").asInt()).isEqualTo(2);
        assertThat(client.flushed).endsWith(3);
        show(delta(3, "d"));
        assertThat(client.texts()).hasSize(2);
    }

    @Test
    void afterAnIntervalWithoutTextTheNextDeltaIsShownAtOnce() {
        show(Chunks.started(1), delta(0, "a"));
        timers.goOff();
        assertThat(timers.waiting()).isZero();
        show(delta(1, "b"));
        assertThat(client.texts()).containsExactly("a", "b");
    }

    @Test
    void pendingTextIsShownBeforeTheTerminalEvent() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"), Chunks.done(1, 2, "stop", 2));
        assertThat(client.types()).containsExactly("started", "delta", "delta", "done");
        assertThat(client.texts()).containsExactly("a", "b");
    }

    @Test
    void pendingTextOfASupersededAttemptIsDropped() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "void"), Chunks.started(2));
        timers.goOff();
        show(new Delta(2, 0, "b"), Chunks.done(2, 1, "stop", 1));
        assertThat(client.types()).containsExactly("started", "delta", "started", "delta", "done");
        assertThat(client.texts()).containsExactly("a", "b");
    }

    @Test
    void theTextHeldBackDuringAReplayIsBounded() {
        sink = throttled(10);
        show(Chunks.started(1), delta(0, "a"));
        for (int seq = 1; seq < 100; seq++) {
            show(delta(seq, "1234"));
            assertThat(String.join("", client.texts()).length()).isGreaterThan(4 * seq - 12);
        }
    }

    /** Text in which the splitters find no boundary, in deltas of one character of three bytes. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TOKEN")
    void textWithoutTheEndOfAUnitIsHeldBackOnlyUpToTheBound(Granularity granularity) {
        int bound = 3_000;
        sink = ReaderOptions.full(new Shaping(Duration.ZERO, granularity)).wrap(client, timers, bound);
        show(Chunks.started(1));
        String text = granularity == Granularity.JSON ? "[\"" : "";
        if (!text.isEmpty()) {
            show(delta(0, text));
        }
        for (int seq = 1; seq < 2_000; seq++) {
            show(delta(seq, "\u6d41"));
            text += "\u6d41";
            String shown = String.join("", client.texts());
            assertThat(text).startsWith(shown);
            assertThat(3 * (text.length() - shown.length())).isLessThan(bound);
        }
    }

    @Test
    void aFullReaderIsShownThePendingTextWhenItHasCaughtUp() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"));
        client.full = true;
        timers.goOff();
        assertThat(client.texts()).containsExactly("a");
        assertThat(timers.waiting()).isZero();
        client.full = false;
        sink.caughtUp();
        assertThat(client.texts()).containsExactly("a", "b");
        assertThat(client.flushed).endsWith(3);
    }

    @Test
    void aReleasedShaperHasNoTimers() {
        show(Chunks.started(1), delta(0, "a"), delta(1, "b"));
        assertThat(timers.waiting()).isEqualTo(1);
        sink.release();
        assertThat(timers.waiting()).isZero();
        assertThat(client.released).isTrue();
    }

    @Test
    void aFaultOnATimerIsThrownWithTheNextEvent() {
        sink = ReaderOptions.full(THROTTLED).wrap(new RecordingClient() {
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
    void withoutShapingTheSinkIsNotWrapped() {
        EventSink<TurnEvent> plain = new RecordingClient();
        assertThat(ReaderOptions.full(Shaping.NONE).wrap(plain, timers, 1_000)).isSameAs(plain);
    }

    @Test
    void aReaderThatResumesWithinADeltaIsShownTheNextOnesUnchanged() {
        List<TurnEvent> shown = new ArrayList<>();
        sink = new ReaderOptions(Shaping.NONE, new LastSeen(0, 3), false).wrap(keeping(shown), timers, 1_000);
        TurnRecord.Shown next = Chunks.turnRecord(2, delta(1, "def"));
        sink.event(Chunks.turnRecord(1, delta(0, "abcd")));
        sink.event(next);
        assertThat(shown.getLast()).isSameAs(next);
        assertThat(((TurnEvent.Text) shown.getFirst()).content()).isEqualTo("d");
    }

    @Test
    void aMadeUpCursorWithinASurrogatePairBreaksNothing() {
        List<TurnEvent> shown = new ArrayList<>();
        sink = new ReaderOptions(Shaping.NONE, new LastSeen(0, 1), false).wrap(keeping(shown), timers, 1_000);
        sink.event(Chunks.turnRecord(1, delta(0, "\uD83C\uDF0A!")));
        assertThat(((TurnEvent.Text) shown.getFirst()).content()).isEqualTo("!");
    }

    private EventSink<TurnEvent> throttled(int maxWaiting) {
        return ReaderOptions.full(THROTTLED).wrap(client, timers, maxWaiting);
    }

    private static EventSink<TurnEvent> keeping(List<TurnEvent> shown) {
        return new RecordingClient() {
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
