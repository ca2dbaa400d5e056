package dev.rivulet.worker;

import dev.rivulet.worker.liveness.WorkerDirectory;
import dev.rivulet.worker.liveness.WorkerRole;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What keeps a started worker from taking part, itself or with others.
 *
 * @param coordination whether partitions are assigned and their state is restored; true when it does not coordinate
 * @param kafka whether Kafka answers
 */
record WorkerObstacles(Set<WorkerRole> roles, WorkerDirectory workers, BooleanSupplier coordination,
        BooleanSupplier kafka) implements Supplier<Optional<String>> {

    @Override
    public Optional<String> get() {
        if (!kafka.getAsBoolean()) {
            return Optional.of("Kafka does not answer");
        }
        if (!coordination.getAsBoolean()) {
            return Optional.of("no partitions yet");
        }
        if (executors() == 0) {
            return Optional.of("no worker executes turns, which wait");
        }
        return coordinators() == 0
                ? Optional.of("no worker coordinates sessions, whose prompts wait")
                : Optional.empty();
    }

    private int executors() {
        return workers.executors().size() + own(WorkerRole.EXECUTE);
    }

    private int coordinators() {
        return workers.coordinators() + own(WorkerRole.COORDINATE);
    }

    private int own(WorkerRole role) {
        return roles.contains(role) ? 1 : 0;
    }

    /** Registers the gauges of live workers, this one included. */
    WorkerObstacles measuredBy(TurnMetrics metrics) {
        metrics.workersGauge(WorkerRole.EXECUTE.wire(), this, WorkerObstacles::executors);
        metrics.workersGauge(WorkerRole.COORDINATE.wire(), this, WorkerObstacles::coordinators);
        return this;
    }
}
