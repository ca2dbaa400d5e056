package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.worker.coordinator.session.SessionMachine;
import dev.rivulet.worker.coordinator.session.SessionScript;
import dev.rivulet.worker.coordinator.session.Term;
import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.placement.WorkerPlacement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Kafka Streams closes a processor and initializes it again in the same task, when it restores the task's state. */
class PunctuationTest {

    private final MockProcessorContext<Object, byte[]> context = new MockProcessorContext<>();
    private final TurnCoordinator coordinator = new TurnCoordinator(
            () -> new SessionMachine(new Term("w-1", "t-1", null), SessionScript.LIMITS, session -> true),
            new Executions(new RecordedExecutions(), new RecordedRemote(),
                    new WorkerPlacement("w-1", new WorkerDirectory("w-1", 1), Optional::empty)),
            open -> false, new RecordedRecovery(), new TurnMetrics(new SimpleMeterRegistry(), Set.of()),
            new StallDetector(Duration.ofSeconds(5), () -> 0, () -> 0), new SupersededTerms(worker -> false),
            new Topics("", 1),
            new CoordinatorSettings("w-1", SessionScript.LIMITS, ModelLimits.NONE, 1, 0, Optional.empty(),
                    Duration.ofDays(1), Duration.ofDays(1), 5, Duration.ofMinutes(5), 1 << 20, 3 << 20, 1 << 20,
                    1, CoordinatorDriver.TIMEOUTS),
            new ActiveTurnMemory(1 << 20));

    @Test
    void whatAClosedTaskHadScheduledDoesNotRunBesideWhatTheNextOneSchedules() {
        store(SessionStores.ACTIVE_TURNS);
        store(SessionStores.CONVERSATIONS);

        context.setCurrentSystemTimeMs(0);
        coordinator.init(context);
        coordinator.close();
        assertThat(context.scheduledPunctuators()).hasSize(2).allMatch(CapturedPunctuator::cancelled);

        coordinator.init(context);
        assertThat(context.scheduledPunctuators()).filteredOn(scheduled -> !scheduled.cancelled()).hasSize(2);
    }

    private void store(String name) {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name),
                Serdes.String(), Serdes.ByteArray()).withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}
