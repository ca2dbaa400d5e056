package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.DeliveryTracker;
import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Adds up the results of a plan's turns. Used on the event loop only. */
final class LoadStatistics {

    private static final long LONGEST_MICROS = 120_000_000;

    private final LoadPlan plan;
    private final List<TokenWindow> windows;
    private final Histogram firstToken = new Histogram(LONGEST_MICROS, 3);
    private final Histogram firstDelay = new Histogram(LONGEST_MICROS, 3);
    private final Histogram tokenDelay = new Histogram(LONGEST_MICROS, 3);
    private final Histogram followerDelay = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Integer> failures = new TreeMap<>();
    private long turns;
    private long measuredTurns;
    private long reads;
    private long received;
    private long followed;
    private long lost;
    private long duplicated;
    private long outOfOrder;
    private int notEnded;

    LoadStatistics(LoadPlan plan, List<TokenWindow> windows) {
        this.plan = plan;
        this.windows = windows;
    }

    void asked(long sentAt) {
        turns++;
        if (plan.measures(sentAt)) {
            measuredTurns++;
        }
    }

    void firstToken(long sentAt, long emittedAt, long receivedAt) {
        if (plan.measures(sentAt)) {
            record(firstToken, receivedAt - sentAt);
            record(firstDelay, receivedAt - emittedAt);
        }
    }

    void token(long emittedAt, long receivedAt) {
        if (plan.measures(receivedAt)) {
            record(tokenDelay, receivedAt - emittedAt);
        }
        for (TokenWindow window : windows) {
            window.token(emittedAt, receivedAt);
        }
    }

    /** A token at a follower. */
    void followed(long emittedAt, long receivedAt) {
        if (plan.measures(receivedAt)) {
            record(followerDelay, receivedAt - emittedAt);
        }
    }

    void read(long receivedAt) {
        if (plan.measures(receivedAt)) {
            reads++;
        }
    }

    /** @param failure null if the turn ended properly */
    void ended(DeliveryTracker tracker, String failure) {
        add(tracker, true, failure);
    }

    void givenUp(DeliveryTracker tracker) {
        add(tracker, false, "not ended in time");
    }

    /** @param ended whether the follower was told that the turn has ended */
    void followerEnded(DeliveryTracker tracker, boolean ended) {
        followed += tracker.received();
        add(tracker, ended);
    }

    private void add(DeliveryTracker tracker, boolean ended, String failure) {
        received += tracker.received();
        add(tracker, ended);
        if (failure != null) {
            notEnded++;
            failures.merge(failure, 1, Integer::sum);
        }
    }

    private void add(DeliveryTracker tracker, boolean ended) {
        lost += tracker.lost(ended);
        duplicated += tracker.duplicated();
        outOfOrder += tracker.outOfOrder();
    }

    LoadResult result() {
        return new LoadResult(turns, received, followed, lost, duplicated, outOfOrder, notEnded, failures,
                measuredTurns,
                tokenDelay.getTotalCount(), reads, Latency.of(firstToken), Latency.of(firstDelay),
                Latency.of(tokenDelay), Latency.of(followerDelay));
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
    }
}
