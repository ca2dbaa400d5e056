package dev.rivulet.worker.fairness;

import java.util.HashMap;
import java.util.Map;

/**
 * A budget that no share key can use up alone: a key gets more until it has four times what is left. So one alone gets
 * four fifths, and another that comes then finds its part of the rest. Nothing that was taken has to be given back for
 * that. These are the dynamic thresholds by which network switches share buffers (Choudhury and Hahne, 1998). Not
 * thread-safe.
 */
public final class SharedBudget {

    private static final int TIMES_WHAT_IS_LEFT = 4;

    private final long limit;
    private final Map<ShareKey, Long> taken = new HashMap<>();
    private long total;

    /** @param limit what all may have together */
    public SharedBudget(long limit) {
        this.limit = limit;
    }

    /** Returns whether a key may take that much now. */
    public boolean hasRoom(ShareKey key, long amount) {
        long left = limit - total;
        return amount <= left && Math.ceilDiv(taken.getOrDefault(key, 0L) + amount, TIMES_WHAT_IS_LEFT) <= left;
    }

    /** Takes, whether or not there is room: what cannot be refused counts all the same. */
    public void take(ShareKey key, long amount) {
        taken.merge(key, amount, Long::sum);
        total += amount;
    }

    /** @param amount of what the key has taken */
    public void giveBack(ShareKey key, long amount) {
        taken.computeIfPresent(key, (same, had) -> had == amount ? null : (Long) (had - amount));
        total -= amount;
    }

    /** Returns what all have taken. */
    public long taken() {
        return total;
    }
}
