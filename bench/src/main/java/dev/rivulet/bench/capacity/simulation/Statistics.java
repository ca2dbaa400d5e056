package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.bench.load.plan.Latency;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Counts what happens in the measured window, and to the turns that were accepted in it. */
final class Statistics {

    private static final int DIGITS = 3;
    private static final long NANOS_PER_MICRO = 1_000;

    private final long from;
    private final long to;
    private final Histogram queued = new Histogram(DIGITS);
    private final Histogram takeover = new Histogram(DIGITS);
    private long pending;
    private long placed;
    private long elsewhere;
    private long passedOn;
    private long lost;
    private long busySum;
    private long busyReadings;
    private int busyMost;
    private long killedAt;

    /** @param from and {@code to}: the window, in nanoseconds of the simulation */
    Statistics(long from, long to) {
        this.from = from;
        this.to = to;
    }

    private boolean isCounted(long time) {
        return time >= from && time < to;
    }

    void accepted(SimulatedTurn turn) {
        pending += isCounted(turn.acceptedAt) ? 1 : 0;
    }

    void placed(boolean here, long now) {
        if (isCounted(now)) {
            placed++;
            elsewhere += here ? 0 : 1;
        }
    }

    void passedOn(int turns, long now) {
        passedOn += isCounted(now) ? turns : 0;
    }

    /** Takes note of how many turns run and wait in a worker. */
    void busy(int turns, long now) {
        if (isCounted(now)) {
            busySum += turns;
            busyReadings++;
            busyMost = Math.max(busyMost, turns);
        }
    }

    void started(SimulatedTurn turn, long now) {
        if (turn.begun) {
            takeover.recordValue((now - killedAt) / NANOS_PER_MICRO);
        } else if (isCounted(turn.acceptedAt)) {
            pending--;
            queued.recordValue((now - turn.acceptedAt) / NANOS_PER_MICRO);
        }
        turn.begun = true;
    }

    void killed(long now) {
        killedAt = now;
    }

    /** The worker of a turn is dead. One that had not begun waits longer for its beginning. */
    void lost(SimulatedTurn turn) {
        lost += turn.begun ? 1 : 0;
    }

    /** Returns whether all turns have begun that count, and all that were lost have begun again. */
    boolean complete() {
        return pending == 0 && takeover.getTotalCount() == lost;
    }

    /**
     * Returns the result.
     *
     * @param busy for how long each coordination thread had something to do in the window, in nanoseconds
     * @param starts how many turns started in each worker in it
     */
    SimulationResult result(long[] busy, Collection<Integer> starts, long events) {
        double window = to - from;
        List<Integer> counts = List.copyOf(starts);
        double mean = counts.stream().mapToInt(Integer::intValue).average().orElse(0);
        int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
        double fullest = busySum == 0 ? 0 : (double) busyMost * busyReadings / busySum;
        return new SimulationResult(queued.getTotalCount(), pending, Latency.of(queued), mean == 0 ? 0 : most / mean,
                fullest, placed == 0 ? 0 : (double) elsewhere / placed, passedOn,
                Arrays.stream(busy).average().orElse(0) / window, Arrays.stream(busy).max().orElse(0) / window, lost,
                Latency.of(takeover), events);
    }
}
