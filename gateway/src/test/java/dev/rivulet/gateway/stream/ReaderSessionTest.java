package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReaderSessionTest {

    private final FakeLog log = new FakeLog();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReaderPresence presence = new ReaderPresence(Duration.ofSeconds(1));
    private final RecordingTransport transport = new RecordingTransport();
    private final AtomicInteger cancels = new AtomicInteger();
    private final Set<Caller> revoked = new HashSet<>();
    private final OpenStreams streams = new OpenStreams(caller -> !revoked.contains(caller),
            caller -> {});
    private final ReaderSession<TurnEvent> session = new Readers(log, streams, presence, Optional.empty(),
            Cursors.UNSIGNED, new TextBudget(1 << 20), Quotas.NONE, new GatewayMeters(registry)).ofTurn(
                    new TurnLog(Chunks.OWNED_SESSION, Chunks.TURN, new EventLog(new TopicPartition("chunk-events", 0),
                            new Selection.OfTurn(Chunks.named(Chunks.TURN)), log, log)),
                    UnaryOperator.identity(), transport);

    @Test
    void nothingIsFlushedBeforeTheFirstEvent() {
        log.append(Chunks.record(0, Chunks.started(1)));
        log.pollAll();
        session.beginAt(0, new AttemptFilter());
        assertThat(transport.calls).containsExactly("open");
        log.settle();
        assertThat(transport.calls).containsExactly("open", "started", "flush");
    }

    @Test
    void headEventsAreFlushedAtOnce() {
        session.beginAt(List.of(Chunks.turnRecord(0, Chunks.started(1))), 0, new AttemptFilter(1, 0));
        assertThat(transport.calls).startsWith("open", "started", "flush");
    }

    @Test
    void aReaderEndsOnce() {
        session.attach();
        session.begin(new AttemptFilter());
        assertThat(openStreams()).isEqualTo(1);
        log.append(Chunks.record(0, Chunks.done(0, 0, "stop", 0)));
        log.settle();
        session.leave();
        session.lost();
        session.shutDown();
        assertThat(transport.calls).containsExactly("open", "done", "flush", "end");
        assertThat(openStreams()).isZero();
    }

    @Test
    void howLongTheFirstEventTookIsRecordedOnce() {
        session.attach();
        session.begin(new AttemptFilter());
        assertThat(firstEvents()).isZero();
        log.append(Chunks.record(0, Chunks.started(1)));
        log.append(Chunks.record(1, Chunks.done(1, 0, "stop", 0)));
        log.settle();
        assertThat(transport.calls).contains("started", "done");
        assertThat(firstEvents()).isEqualTo(1);
    }

    @Test
    void aReaderWhoseClientIsGoneIsCountedOutAndDetached() {
        transport.gone = true;
        session.attach();
        session.cancelWhenLost(cancels::incrementAndGet);
        session.begin(new AttemptFilter());
        assertThat(transport.calls).containsExactly("open");
        assertThat(openStreams()).isZero();
        assertThat(log.attachedCount()).isZero();
        log.timePasses();
        log.runLoop();
        assertThat(cancels).hasValue(1);
    }

    @Test
    void aReaderThatCannotBeOpenedIsCountedOutWhenItIsDetached() {
        transport.broken = true;
        session.attach();
        session.cancelWhenLost(cancels::incrementAndGet);
        assertThatIllegalStateException().isThrownBy(() -> session.begin(new AttemptFilter()));
        session.detach();
        assertThat(openStreams()).isZero();
        assertThat(log.attachedCount()).isZero();
        log.timePasses();
        log.runLoop();
        assertThat(cancels).hasValue(1);
    }

    @Test
    void aTurnWhoseClientCannotResumeIsCancelledAtOnceWhenItIsLost() {
        transport.resumable = false;
        session.attach();
        session.cancelWhenLost(cancels::incrementAndGet);
        session.begin(new AttemptFilter());
        session.lost();
        session.shutDown();
        assertThat(cancels).hasValue(1);
        assertThat(transport.calls).containsExactly("open", "lost");
    }

    @Test
    void aReaderThatIsOpenBeforeItsEventsIsOpenedOnce() {
        session.attach();
        assertThat(session.open()).isTrue();
        session.begin(new AttemptFilter());
        log.append(Chunks.record(0, Chunks.started(1)));
        log.pollAll();
        log.runLoop();
        assertThat(transport.calls).containsExactly("open", "started", "flush");
        assertThat(openStreams()).isEqualTo(1);
    }

    @Test
    void aReaderThatIsLostBeforeItsEventsIsNotOpenedAgain() {
        session.attach();
        session.open();
        session.lost();
        session.begin(new AttemptFilter());
        assertThat(transport.calls).containsExactly("open", "lost");
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aReaderThatOpensWhileTheProcessStopsIsToldSoAtOnce() {
        streams.shutDown();
        session.beginAt(0, new AttemptFilter());
        log.settle();
        assertThat(transport.calls).containsExactly("open", "stop");
        assertThat(openStreams()).isZero();
    }

    @Test
    void aReaderWhoseKeyIsNotValidAnyMoreIsToldSoOnce() {
        session.attach();
        session.begin(new AttemptFilter());
        streams.revoke();
        assertThat(transport.calls).containsExactly("open");
        revoked.add(Caller.ANONYMOUS);
        streams.revoke();
        streams.revoke();
        assertThat(transport.calls).containsExactly("open", "fail");
        assertThat(openStreams()).isZero();
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aReaderThatOpensWithAKeyThatWasRevokedMeanwhileIsShownNothing() {
        log.append(Chunks.record(0, Chunks.started(1)));
        log.pollAll();
        revoked.add(Caller.ANONYMOUS);
        session.beginAt(0, new AttemptFilter());
        log.settle();
        assertThat(transport.calls).containsExactly("open", "fail");
    }

    private long firstEvents() {
        return registry.get("rivulet.gateway.stream.first.event").tag("kind", "native").timer().count();
    }

    private int openStreams() {
        return (int) registry.get("rivulet.gateway.streams.open").tag("kind", "native").gauge().value();
    }
}
