package dev.rivulet.gateway.log.tail;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** The partitions of {@code chunk-events} at this gateway: their listeners, and which of them are read. Thread-safe. */
final class TailPartitions {

    private final Map<Integer, PartitionTail> tails = new HashMap<>(); // not changed after construction
    private final PartitionShares shares; // guarded by itself
    private final Runnable onChange;

    /**
     * @param numbers the topic's partitions
     * @param tails makes the tail of each
     * @param shares which of them are read
     * @param onChange called when a partition may have to be joined
     */
    TailPartitions(List<Integer> numbers, IntFunction<PartitionTail> tails, PartitionShares shares,
            Runnable onChange) {
        numbers.forEach(number -> this.tails.put(number, tails.apply(number)));
        this.shares = shares;
        this.onChange = onChange;
    }

    /** @throws IllegalStateException if the topic has no such partition */
    PartitionTail get(int partition) {
        PartitionTail tail = tails.get(partition);
        if (tail == null) {
            throw new IllegalStateException("the topic has no partition " + partition);
        }
        return tail;
    }

    Collection<PartitionTail> all() {
        return tails.values();
    }

    /** Replaces the partitions that are read even without readers. Returns how many of them there are. */
    int prefer(Set<Integer> partitions) {
        Set<Integer> preferred = new HashSet<>(partitions);
        preferred.retainAll(tails.keySet());
        synchronized (shares) {
            shares.prefer(preferred);
        }
        onChange.run();
        return preferred.size();
    }

    boolean prefers(int partition) {
        synchronized (shares) {
            return shares.prefers(partition);
        }
    }

    PartitionLease lease(int partition) {
        PartitionTail tail = get(partition);
        boolean join;
        synchronized (shares) {
            join = shares.lease(partition);
        }
        if (join) {
            onChange.run();
        }
        return new PartitionLease(tail, () -> release(partition));
    }

    private void release(int partition) {
        synchronized (shares) {
            shares.release(partition, System.nanoTime());
        }
    }

    /**
     * Returns the partitions to read from now on. Those that are read and not among them lose their positions before
     * anybody can lease them anew. Must be called on the tailer's thread.
     *
     * @param read the partitions that are read
     */
    Set<Integer> update(Set<Integer> read) {
        synchronized (shares) {
            Set<Integer> wanted = shares.wanted(System.nanoTime());
            read.stream().filter(partition -> !wanted.contains(partition)).forEach(left -> get(left).leave());
            return wanted;
        }
    }
}
