package dev.rivulet.gateway.quota;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/** What one principal uses of its class's quotas. Thread-safe. */
final class PrincipalQuota {

    /** The time for which the quota of requests is. A bucket that was not used for so long is full. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final QuotaLimits limits;
    private final Bucket requests; // null if they are not limited
    private final AtomicIntegerArray open = new AtomicIntegerArray(Quota.values().length);
    private volatile long usedAt; // by the clock

    /** @param clock in nanoseconds */
    PrincipalQuota(QuotaLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.requests = limits.limits(Quota.REQUESTS) ? bucket(limits.requestsPerMinute(), clock) : null;
    }

    private static Bucket bucket(int perMinute, LongSupplier clock) {
        return Bucket.builder().addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return clock.getAsLong();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                }).build();
    }

    /**
     * Takes one request.
     *
     * @return what is left; null if they are not limited
     * @throws QuotaExceededException if there is none left
     */
    Allowance request() {
        if (requests == null) {
            return null;
        }
        ConsumptionProbe probe = requests.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), SECOND));
            throw new QuotaExceededException(allowance(Quota.REQUESTS, 0, seconds), Duration.ofSeconds(seconds));
        }
        return allowance(Quota.REQUESTS, probe.getRemainingTokens(),
                Math.ceilDiv(WINDOW.toSeconds(), limits.requestsPerMinute()));
    }

    /**
     * Takes one of what may be open at a time.
     *
     * @throws QuotaExceededException if there is none left
     */
    void take(Quota quota) {
        int limit = limits.of(quota);
        if (open.getAndUpdate(quota.ordinal(), count -> Math.min(limit, count + 1)) >= limit) {
            throw new QuotaExceededException(allowance(quota, 0, 0), PAUSE);
        }
    }

    /** Gives one back. */
    void giveBack(Quota quota) {
        open.decrementAndGet(quota.ordinal());
    }

    private Allowance allowance(Quota quota, long remaining, long seconds) {
        return new Allowance(quota, limits.of(quota), remaining, seconds);
    }

    /** Returns this, which was used now. */
    PrincipalQuota usedAt(long now) {
        usedAt = now;
        return this;
    }

    /** Returns whether forgetting it changes nothing: nothing is open, and the bucket is full. */
    boolean isAtRest(long now) {
        return now - usedAt > WINDOW.toNanos() && isIdle();
    }

    private boolean isIdle() {
        for (int i = 0; i < open.length(); i++) {
            if (open.get(i) > 0) {
                return false;
            }
        }
        return true;
    }
}
