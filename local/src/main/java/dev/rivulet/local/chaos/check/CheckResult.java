package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.fault.LossCause;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcomes of all turns and the broken promises.
 *
 * @param accepted turns that a gateway accepted and a client followed
 * @param logged turns in the log, including those whose acceptance no client saw
 * @param outcomes number of accepted turns by finish reason, error code, or {@code none}
 * @param connections event streams that clients opened
 * @param restarted turns with more than one attempt
 * @param hidden late events of abandoned attempts, which readers must not see
 * @param lost what was done to the workers that attempts were lost to, by turn
 * @param takeoversMs from the kill of a worker to the start of each next attempt in milliseconds, ascending
 * @param broken promises that were broken
 */
public record CheckResult(long accepted, long logged, Map<String, Long> outcomes, long connections, long restarted,
        long hidden, Map<String, Set<LossCause>> lost, List<Long> takeoversMs, List<BrokenPromise> broken) {

    /** Returns the number of turns that broke a promise. */
    public long turnsThatBroke(Promise promise) {
        return broken.stream().filter(one -> one.promise() == promise).map(BrokenPromise::turn).distinct().count();
    }

    /** Returns the number of turns whose end a client saw. */
    public long ended() {
        return accepted - outcomes.getOrDefault("none", 0L);
    }

    /** Returns a quantile of the takeover times in milliseconds; 0 if there were none. */
    public long takeoverMs(double share) {
        return takeoversMs.isEmpty()
                ? 0
                : takeoversMs.get((int) Math.min(takeoversMs.size() - 1, Math.ceil(share * takeoversMs.size()) - 1));
    }
}
