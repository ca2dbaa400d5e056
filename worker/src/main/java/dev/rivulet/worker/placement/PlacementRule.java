package dev.rivulet.worker.placement;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.worker.execution.WorkerLoad;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where a turn is to run. Pure. The coordinator's own worker comes first, because a job for another makes one more way
 * through Kafka; but not when it has no free slot while another has, and not when it is clearly busier than that.
 *
 * <p>The other is the less busy one of two that the turn draws. All coordinators know the same heartbeats: if each took
 * the least busy worker of all, they would all take the same until the next one. Two choices spread nearly as well
 * (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing") and need no fresh knowledge.
 */
final class PlacementRule {

    /** How many turns a worker may have more than the other without being clearly busier. */
    private static final int SLACK = 2;
    /** And how many times as many, on top of that. */
    private static final double RATIO = 1.25;
    private static final int DRAWN = 2;
    /** One without room only comes into question with another that has some if nobody else has. */
    private static final Comparator<Map.Entry<String, WorkerLoad>> LESS_BUSY_FIRST = fullLast()
            .thenComparing(worker -> worker.getValue().utilization());

    private PlacementRule() {}

    /**
     * Returns the id of the worker that is to run a turn; empty when there is none.
     *
     * @param self the coordinator's own worker
     * @param own its load; empty when it executes nothing
     * @param others the loads of the live workers that take turns, by id
     */
    static Optional<String> choose(SessionTurn turn, String self, Optional<WorkerLoad> own,
            Map<String, WorkerLoad> others) {
        Optional<Map.Entry<String, WorkerLoad>> other = others.entrySet().stream()
                .filter(worker -> worker.getValue().capacity() > 0).sorted(withRoomFirst(turn)).limit(DRAWN)
                .min(LESS_BUSY_FIRST);
        if (own.isEmpty()) {
            return other.map(Map.Entry::getKey);
        }
        return Optional.of(
                other.filter(drawn -> isBetter(drawn.getValue(), own.get())).map(Map.Entry::getKey).orElse(self));
    }

    private static Comparator<Map.Entry<String, WorkerLoad>> withRoomFirst(SessionTurn turn) {
        long seed = (long) turn.hashCode() << Integer.SIZE;
        return fullLast().thenComparingLong(
                worker -> mixed(seed | Integer.toUnsignedLong(worker.getKey().hashCode())));
    }

    private static Comparator<Map.Entry<String, WorkerLoad>> fullLast() {
        return Comparator.comparing(worker -> worker.getValue().room() == 0);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input changes half of the output's. */
    private static long mixed(long bits) {
        long half = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        long all = (half ^ half >>> 27) * 0x94D049BB133111EBL;
        return all ^ all >>> 31;
    }

    private static boolean isBetter(WorkerLoad other, WorkerLoad own) {
        return (own.room() > 0) == (other.room() > 0)
                ? own.busy() > SLACK + RATIO * other.utilization() * own.capacity()
                : other.room() > 0;
    }
}
