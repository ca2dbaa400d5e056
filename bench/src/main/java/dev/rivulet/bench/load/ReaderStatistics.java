package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.DeliveryTracker;
import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.ReadersPlan;
import dev.rivulet.bench.load.plan.ReadersResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Adds up what the readers of a plan got. Used on the event loop only. */
final class ReaderStatistics {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final ReadersPlan plan;
    private final Runnable onAllBack;
    private final Histogram tokenDelay = new Histogram(LONGEST_MICROS, 3);
    private final Histogram back = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Integer> failures = new TreeMap<>();
    private long measuredEvents;
    private long received;
    private long lost;
    private long duplicated;
    private long outOfOrder;
    private int notEnded;

    /** @param onAllBack called when every reader has read on after the cut */
    ReaderStatistics(ReadersPlan plan, Runnable onAllBack) {
        this.plan = plan;
        this.onAllBack = onAllBack;
    }

    void events(long receivedAt, long count) {
        if (plan.measures(receivedAt)) {
            measuredEvents += count;
        }
    }

    void token(long emittedAt, long receivedAt) {
        if (plan.measures(receivedAt)) {
            record(tokenDelay, receivedAt - emittedAt);
        }
    }

    /** @param nanos since the cut */
    void back(long nanos) {
        record(back, nanos);
        if (back.getTotalCount() == plan.readers()) {
            onAllBack.run();
        }
    }

    /**
     * @param complete whether what did not come will not come any more
     * @param failure null if the turn ended properly
     */
    void ended(DeliveryTracker tracker, boolean complete, String failure) {
        received += tracker.received();
        lost += tracker.lost(complete);
        duplicated += tracker.duplicated();
        outOfOrder += tracker.outOfOrder();
        if (failure != null) {
            notEnded++;
            failures.merge(failure, 1, Integer::sum);
        }
    }

    ReadersResult result() {
        return new ReadersResult(plan.readers(), received, lost, duplicated, outOfOrder, notEnded, failures,
                measuredEvents, Latency.of(tokenDelay), Latency.of(back));
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
    }
}
