package dev.rivulet.local.chaos.check;

import java.util.List;
import java.util.Map;

/**
 * What became of the turns and of the promises.
 *
 * @param accepted    turns that a gateway accepted and a client followed
 * @param logged      turns in the log: also those whose acceptance nobody heard of
 * @param outcomes    how many of the accepted ended how: a finish reason, an error code, or {@code none}
 * @param connections event streams that clients opened
 * @param restarted   turns with more than one attempt
 * @param hidden      events of given-up attempts that came late, and that no reader was to see
 * @param takeoversMs from a kill of a worker to the start of each next attempt, ascending
 * @param broken      promises that were not kept
 */
public record CheckResult(long accepted, long logged, Map<String, Long> outcomes, long connections, long restarted,
        long hidden, List<Long> takeoversMs, List<BrokenPromise> broken) {

    /** How many turns broke a promise. */
    public long turnsThatBroke(Promise promise) {
        return broken.stream().filter(one -> one.promise() == promise).map(BrokenPromise::turn).distinct().count();
    }

    /** Turns of which a client saw the end. */
    public long ended() {
        return accepted - outcomes.getOrDefault("none", 0L);
    }

    /** The given share of the takeovers took at most so long; 0 when there were none. */
    public long takeoverMs(double share) {
        return takeoversMs.isEmpty()
                ? 0
                : takeoversMs.get((int) Math.min(takeoversMs.size() - 1, Math.ceil(share * takeoversMs.size()) - 1));
    }
}
