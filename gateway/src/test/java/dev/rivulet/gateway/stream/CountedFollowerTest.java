package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a reader that follows a session is shown of the others. */
class CountedFollowerTest {

    private final FakeLog log = new FakeLog();
    private final SessionFollowers followers = new SessionFollowers("g", Duration.ofSeconds(1), Duration.ofSeconds(30),
            count -> CompletableFuture.completedFuture(null), () -> 0);
    private final RecordingTransport transport = new RecordingTransport();
    private final ReaderSession<TurnEvent> reader = reader(Optional.of(followers), transport);

    @Test
    void theNumberIsShownAfterTheHeadAndWhenItChanges() {
        begin(reader(Optional.of(followers), new RecordingTransport()));
        followers.onWatching(Chunks.SESSION, 2);
        begin(reader);
        assertThat(transport.calls).containsExactly("open", "error", "flush", "started", "flush");
        followers.onWatching(Chunks.SESSION, 3);
        followers.onWatching(Chunks.SESSION, 3);
        log.runLoop();
        assertThat(transport.calls).hasSize(7).endsWith("started", "flush");
    }

    @Test
    void whoIsAloneIsShownNothing() {
        begin(reader);
        followers.onWatching(Chunks.SESSION, 1);
        log.runLoop();
        assertThat(transport.calls).containsExactly("open", "error", "flush");
    }

    /** It may have been told another number before its connection was lost. */
    @Test
    void whoComesBackWithACursorIsShownTheNumberAlsoIfItIsAlone() {
        reader(Optional.of(followers), transport, true).beginAt(0, new AttemptFilter());
        assertThat(transport.calls).containsExactly("open", "started", "flush");
    }

    @Test
    void aReaderThatIsFullIsShownTheNewestNumberWhenItHasCaughtUp() {
        begin(reader);
        log.runLoop();
        transport.full = true;
        followers.onWatching(Chunks.SESSION, 2);
        followers.onWatching(Chunks.SESSION, 3);
        log.runLoop();
        assertThat(transport.calls).containsExactly("open", "error", "flush");
        transport.full = false;
        reader.drained();
        log.runLoop();
        assertThat(transport.calls).containsExactly("open", "error", "flush", "started", "flush");
    }

    @Test
    void aReaderThatHasEndedIsShownNothingAndNotCountedAnyMore() {
        begin(reader);
        assertThat(followers.sessions()).isEqualTo(1);
        followers.onWatching(Chunks.SESSION, 2);
        reader.lost();
        reader.leave();
        log.runLoop();
        assertThat(transport.calls).containsExactly("open", "error", "flush", "lost");
        assertThat(followers.sessions()).isZero();
    }

    @Test
    void aReaderWhoseClientIsGoneWasNeverCounted() {
        transport.gone = true;
        reader.beginAt(0, new AttemptFilter());
        assertThat(followers.sessions()).isZero();
    }

    @Test
    void nothingIsCountedWhereThatIsSwitchedOff() {
        reader(Optional.empty(), transport).beginAt(0, new AttemptFilter());
        assertThat(transport.calls).containsExactly("open");
    }

    private static void begin(ReaderSession<TurnEvent> with) {
        with.beginAt(List.of(Chunks.turnRecord(0, Chunks.failed(1, 0, "a head"))), 0, new AttemptFilter());
    }

    /** Its events are "started" here, whatever the number. */
    private ReaderSession<TurnEvent> reader(Optional<SessionFollowers> counting, RecordingTransport to) {
        return reader(counting, to, false);
    }

    private ReaderSession<TurnEvent> reader(Optional<SessionFollowers> counting, RecordingTransport to,
            boolean resumes) {
        ReaderSession<TurnEvent> made = new Readers(log, new OpenStreams(caller -> true, caller -> {}),
                new ReaderPresence(Duration.ofSeconds(1)),
                counting, Cursors.UNSIGNED, new TextBudget(1 << 20), Quotas.NONE,
                new GatewayMeters(new SimpleMeterRegistry())).ofSession(
                        new EventLog(new TopicPartition("chunk-events", 0),
                                new Selection.OfSession(Chunks.SESSION), log, log),
                        UnaryOperator.identity(), to);
        made.countAsFollower(Chunks.OWNED_SESSION, resumes, readers -> Chunks.turnRecord(0, Chunks.started(readers)));
        return made;
    }
}
