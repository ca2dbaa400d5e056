package dev.rivulet.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.fairness.ShareKey;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LoopTicks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** One execution, beside another one that takes the memory. */
class TurnExecutionTest {

    private static final LoopTicks TICKS = new LoopTicks();
    private static final AdaptiveLinger LINGER = new AdaptiveLinger(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int MEMORY = 1 << 20;

    private final ScriptedProvider provider = new ScriptedProvider();
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private static final ShareKey OTHER = new ShareKey("s-2");
    private final Slots slots = new Slots(2, MEMORY, MEMORY);

    /** Another thread tells it to end as soon as it has a slot. */
    @Test
    void anExecutionIsWholeBeforeItCanBeToldToEnd() {
        Slots.Ticket growing = slots.ticket(OTHER, 0, () -> {});
        growing.request();
        long held = slots.heldBytes();

        TurnExecution execution = execution();
        assertThat(slots.heldBytes()).isEqualTo(held);
        execution.requestSlot();
        assertThat(slots.heldBytes()).isGreaterThan(held);
        growing.grow(2 * MEMORY);
        execution.run();

        TurnFinished result = Json.read(kafka.history().getLast().value(), TurnFinished.class);
        assertThat(((Outcome.Failed) result.outcome()).code()).isEqualTo(ErrorCode.WORKER_OVERLOADED.code());
        assertThat(provider.begun()).isZero();
    }

    @Test
    void aTurnEndsAtOnceWhenThoseThatWaitHoldTooMuch() {
        slots.ticket(OTHER, 0, () -> {}).request();
        slots.ticket(OTHER, 0, () -> {}).request();
        slots.ticket(OTHER, MEMORY, () -> {}).request();

        TurnExecution execution = execution();
        execution.requestSlot();
        execution.run();

        TurnFinished result = Json.read(kafka.history().getLast().value(), TurnFinished.class);
        assertThat(((Outcome.Failed) result.outcome()).code()).isEqualTo(ErrorCode.WORKER_OVERLOADED.code());
        assertThat(((Outcome.Failed) result.outcome()).retryable()).isTrue();
        assertThat(provider.begun()).isZero();
    }

    private TurnExecution execution() {
        ExecutionLimits limits = new ExecutionLimits(2, MEMORY, MEMORY, LONG, LONG, LONG, LONG, LONG, Duration.ZERO, 20,
                1_000,
                Optional.empty(), LONG);
        TurnJob job = new TurnJob(new SessionId("s-1"),
                new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7001, 0x8000_0000_0000_0000L)), 1,
                System.currentTimeMillis(), List.of(Message.user("hi")), TurnOptions.NONE, null);
        return new TurnExecution(job,
                new ExecutionContext(provider, "default-model",
                        new TurnRecords(kafka, LINGER, TICKS, new Topics("", 1), "worker-1"), LINGER, limits, slots,
                        new PendingPromptEvents(LONG),
                        (turn, attempt) -> CompletableFuture.completedFuture(Optional.empty()), new ManualTimer(),
                        new TurnMetrics(new SimpleMeterRegistry(), Set.of())));
    }
}
