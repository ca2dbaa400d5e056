package dev.rivulet.worker.execution;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LoopTicks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A turn's own time-outs, at a worker that would wait much longer. */
class TurnTimeoutsTest {

    private static final AdaptiveLinger LINGER = new AdaptiveLinger(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MEMORY = 1 << 20;
    private static final ExecutionLimits LIMITS = new ExecutionLimits(1, MEMORY, MEMORY, LONG, LONG, LONG, LONG, LONG,
            Duration.ZERO,
            100, 1_000, Optional.empty(),
            Duration.ZERO, 2, false);
    private static final TurnId TURN = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final TurnId OTHER = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c073990");

    private final ScriptedProvider provider = new ScriptedProvider();
    private final LoopTicks ticks = new LoopTicks();
    private volatile boolean blocking;
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer()) {
        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (blocking) {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
                blocking = false;
            }
            return super.send(record, callback);
        }
    };
    private final TurnExecutor executor = new TurnExecutor(provider, "m",
            new TurnRecords(kafka, LINGER, ticks, new Topics("", 1), "worker-1"), LINGER, LIMITS,
            new PendingPromptEvents(Duration.ofMinutes(1)),
            (turn, attempt) -> CompletableFuture.completedFuture(Optional.empty()),
            new TurnMetrics(new SimpleMeterRegistry(), Set.of()));

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void theWaitForAPlaceHasItsTime() {
        start(OTHER, TurnTimeouts.NONE);
        provider.call(0);

        start(TURN, new TurnTimeouts(20, null, null, null));

        assertThat(failure()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
    }

    @Test
    void theFirstTokenHasItsTime() {
        start(TURN, new TurnTimeouts(null, 20, null, null));

        assertThat(failure()).isEqualTo(ErrorCode.FIRST_TOKEN_TIMEOUT.code());
    }

    /** It would end at once as idle if reasoning were a token, and as too slow if it were nothing. */
    @Test
    void aModelThatReasonsIsNotSilent() {
        start(TURN, new TurnTimeouts(null, 200, 20_000, null));
        provider.call(0).thinks().meanwhile(() -> await().pollDelay(Duration.ofMillis(600)).until(() -> true))
                .says("one").finishes("stop");

        assertThat(result().outcome().withUsage(null)).isEqualTo(new Outcome.Completed("stop", null));
        assertThat(result().timings().firstTokenMs()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void betweenTokensThereIsAnother() {
        start(TURN, new TurnTimeouts(null, null, 20, null));
        provider.call(0).says("one");

        assertThat(failure()).isEqualTo(ErrorCode.IDLE_TIMEOUT.code());
    }

    @Test
    void anAnswerWhoseProviderStopsSendingGoesOnWithAnotherCall() {
        provider.continues = true;
        executor.start(new TurnJob(new SessionId("s"), TURN, 1, System.currentTimeMillis(), List.of(Message.user("hi")),
                options(new TurnTimeouts(null, null, 300, null)).withContinuation(), null));
        provider.call(0).says("one");

        provider.call(1).says(" two").finishes("stop");

        assertThat(provider.call(0).cancelled).isTrue();
        assertThat(result().text()).isEqualTo("one two");
    }

    @Test
    void theTimeInWhichALoopWaitsForKafkaIsNotTheProviders() {
        Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
        start(TURN, new TurnTimeouts(null, null, 200, null));

        provider.call(0).meanwhile(() -> ticks.reading(loop::add)).says("one").meanwhile(() -> {
            blocking = true;
            loop.remove().run();
        }).says("two").finishes("stop");

        assertThat(result().outcome().withUsage(null)).isEqualTo(new Outcome.Completed("stop", null));
    }

    @Test
    void theWholeHasItsTime() {
        start(TURN, new TurnTimeouts(null, null, null, 20));
        provider.call(0).says("one");

        assertThat(failure()).isEqualTo(ErrorCode.TOTAL_TIMEOUT.code());
    }

    @Test
    void aTurnMayAskForALongerWaitForItsFirstTokenUpToAMaximum() {
        Duration usual = Duration.ofMillis(20);
        ExecutionLimits limits = new ExecutionLimits(1, MEMORY, MEMORY, LONG, usual, LONG, LONG, LONG, Duration.ZERO,
                100, 1_000, Optional.empty(),
                LONG);

        assertThat(limits.of(TurnOptions.NONE).firstToken()).isEqualTo(usual);
        assertThat(limits.of(options(TurnTimeouts.NONE)).firstToken()).isEqualTo(usual);
        assertThat(limits.of(options(firstToken(90_000))).firstToken()).isEqualTo(Duration.ofSeconds(90));
        assertThat(limits.of(options(firstToken(Integer.MAX_VALUE))).firstToken()).isEqualTo(LONG);
    }

    private static TurnTimeouts firstToken(int millis) {
        return new TurnTimeouts(null, millis, null, null);
    }

    @Test
    void aTurnNeverGetsMoreThanTheWorkerAllows() {
        int more = Math.toIntExact(LONG.toMillis()) + 1;
        assertThat(LIMITS.of(options(new TurnTimeouts(more, more, more, more)))).isEqualTo(LIMITS);
        assertThat(LIMITS.of(TurnOptions.NONE)).isEqualTo(LIMITS);
    }

    private void start(TurnId turn, TurnTimeouts timeouts) {
        executor.start(new TurnJob(new SessionId("s"), turn, 1, System.currentTimeMillis(),
                List.of(Message.user("hi")), options(timeouts), null));
    }

    private static TurnOptions options(TurnTimeouts timeouts) {
        return new TurnOptions(null, null, null, null, null, null, null, null, timeouts);
    }

    /** The code of the only turn that ends. */
    private String failure() {
        return ((Outcome.Failed) result().outcome()).code();
    }

    private TurnFinished result() {
        await().until(() -> kafka.history().stream().anyMatch(record -> record.topic().equals("turn-results")));
        TurnFinished result = kafka.history().stream().filter(record -> record.topic().equals("turn-results"))
                .map(record -> Json.read(record.value(), TurnFinished.class)).findFirst().orElseThrow();
        assertThat(result.turnId()).isEqualTo(TURN);
        return result;
    }
}
