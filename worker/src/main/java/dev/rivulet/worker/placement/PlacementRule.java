package dev.rivulet.worker.placement;

import dev.rivulet.worker.execution.WorkerLoad;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where a turn is to run. Pure. The coordinator's own worker comes first, because a job for another makes one more way
 * through Kafka; but not when it has no free slot while another has, and not when it is clearly busier than the least
 * busy one.
 */
final class PlacementRule {

    /** How many turns a worker may have more than the least busy one without being clearly busier. */
    private static final int SLACK = 2;
    /** And how many times as many, on top of that. */
    private static final double RATIO = 1.25;

    private PlacementRule() {}

    /**
     * Returns the id of the worker that is to run the next turn; empty when there is none.
     *
     * @param self the coordinator's own worker
     * @param own its load; empty when it executes nothing
     * @param others the loads of the live workers that take turns, by id
     */
    static Optional<String> choose(String self, Optional<WorkerLoad> own, Map<String, WorkerLoad> others) {
        Optional<Map.Entry<String, WorkerLoad>> least = others.entrySet().stream()
                .filter(other -> other.getValue().capacity() > 0).min(leastBusyFirst(self));
        if (own.isEmpty()) {
            return least.map(Map.Entry::getKey);
        }
        return Optional.of(
                least.filter(other -> isBetter(other.getValue(), own.get())).map(Map.Entry::getKey).orElse(self));
    }

    /** Those with room first. Coordinators choose in different orders among equals. */
    private static Comparator<Map.Entry<String, WorkerLoad>> leastBusyFirst(String self) {
        return Comparator.<Map.Entry<String, WorkerLoad>, Boolean>comparing(other -> other.getValue().room() == 0)
                .thenComparing(other -> other.getValue().utilization())
                .thenComparing(other -> mixed(other.getKey().hashCode() ^ self.hashCode()))
                .thenComparing(Map.Entry::getKey);
    }

    /** Names that differ in their last characters have hashes that are near each other. */
    private static int mixed(int hash) {
        return (int) (hash * 0x9E3779B97F4A7C15L >>> 32);
    }

    private static boolean isBetter(WorkerLoad other, WorkerLoad own) {
        return (own.room() > 0) == (other.room() > 0)
                ? own.busy() > SLACK + RATIO * other.utilization() * own.capacity()
                : other.room() > 0;
    }
}
