package dev.rivulet.local.repartition;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which offsets the copies of a topic's records have: eight bytes for each offset. Filled by one thread; may be read
 * when that is done.
 */
final class CopiedOffsets {

    private static final long NONE = -1;

    private final Map<Integer, OfPartition> partitions = new HashMap<>();

    private record OfPartition(long begin, long[] copies) {}

    /** Makes room for the offsets of a partition from one (inclusive) to another (exclusive). */
    void expect(int partition, long begin, long end) {
        long[] copies = new long[Math.toIntExact(end - begin)];
        Arrays.fill(copies, NONE);
        partitions.put(partition, new OfPartition(begin, copies));
    }

    void add(int partition, long offset, long copy) {
        OfPartition all = partitions.get(partition);
        all.copies[(int) (offset - all.begin)] = copy;
    }

    /** Returns the offset of the copy; empty if there is none, because Kafka had deleted the record. */
    OptionalLong of(int partition, long offset) {
        OfPartition all = partitions.get(partition);
        if (all == null || offset < all.begin || offset - all.begin >= all.copies.length) {
            return OptionalLong.empty();
        }
        long copy = all.copies[(int) (offset - all.begin)];
        return copy == NONE ? OptionalLong.empty() : OptionalLong.of(copy);
    }
}
