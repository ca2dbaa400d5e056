package dev.rivulet.gateway.log.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which partitions a gateway reads: those that it prefers, those that a reader leases, and for a while those
 * that a reader has leased. What is preferred may be wrong or late: it decides what is read, never what a reader is
 * shown. Pure: does no I/O. Not thread-safe.
 */
final class PartitionShares {

    private final long linger; // nanoseconds
    private final Map<Integer, Integer> leases = new HashMap<>(); // how many are open, at least one
    private final Map<Integer, Long> releasedAt = new HashMap<>(); // of partitions that linger
    private Set<Integer> preferred;

    /** @param linger how long a partition is read after its last lease was released */
    PartitionShares(Set<Integer> preferred, Duration linger) {
        this.preferred = Set.copyOf(preferred);
        this.linger = linger.toNanos();
    }

    /** Replaces the partitions that are preferred. */
    void prefer(Set<Integer> partitions) {
        preferred = Set.copyOf(partitions);
    }

    boolean prefers(int partition) {
        return preferred.contains(partition);
    }

    /** Opens a lease. Returns whether it is the only reason to read the partition, which must then be joined. */
    boolean lease(int partition) {
        boolean lingered = releasedAt.remove(partition) != null;
        boolean first = leases.merge(partition, 1, Integer::sum) == 1;
        return first && !lingered && !prefers(partition);
    }

    /**
     * Closes a lease that was opened before.
     *
     * @param now as {@link System#nanoTime}, like all times here
     */
    void release(int partition, long now) {
        if (leases.computeIfPresent(partition, (same, open) -> open == 1 ? null : open - 1) == null) {
            releasedAt.put(partition, now);
        }
    }

    /** Returns the partitions to read, in their order. */
    Set<Integer> wanted(long now) {
        releasedAt.values().removeIf(released -> now - released >= linger);
        Set<Integer> wanted = new TreeSet<>(preferred);
        wanted.addAll(leases.keySet());
        wanted.addAll(releasedAt.keySet());
        return wanted;
    }
}
