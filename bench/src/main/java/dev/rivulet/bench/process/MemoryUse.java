package dev.rivulet.bench.process;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a JVM after a full collection, in bytes.
 *
 * @param resident all that is resident, with parts of the heap that are free but were used once
 * @param liveHeap objects in the heap
 * @param outsideHeap resident memory outside the Java heap: buffers, code, classes, threads
 */
public record MemoryUse(long resident, long liveHeap, long outsideHeap) {

    /** A line of {@code GC.heap_info} about the heap, or a generation of it; before JDK 25 it begins with a space. */
    private static final Pattern HEAP = Pattern.compile(
            "^ ?\\S.*?used (\\d+)K.* \\[0x([0-9a-f]+), (?:0x[0-9a-f]+, )?0x([0-9a-f]+)\\)", Pattern.MULTILINE);
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) .*");
    private static final String RESIDENT = "Rss:";
    private static final long KILO = 1024;

    public MemoryUse minus(MemoryUse earlier) {
        return new MemoryUse(resident - earlier.resident, liveHeap - earlier.liveHeap,
                outsideHeap - earlier.outsideHeap);
    }

    /**
     * @param heapInfo what {@code GC.heap_info} printed
     * @param smaps as in proc_pid_smaps(5)
     */
    static MemoryUse of(String heapInfo, List<String> smaps) {
        long live = 0;
        long from = Long.MAX_VALUE;
        long to = 0;
        Matcher heap = HEAP.matcher(heapInfo);
        while (heap.find()) {
            live += Long.parseLong(heap.group(1)) * KILO;
            from = Math.min(from, Long.parseUnsignedLong(heap.group(2), 16));
            to = Math.max(to, Long.parseUnsignedLong(heap.group(3), 16));
        }
        long resident = 0;
        long outside = 0;
        boolean inHeap = false;
        for (String line : smaps) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long at = Long.parseUnsignedLong(mapping.group(1), 16);
                inHeap = Long.compareUnsigned(at, from) >= 0 && Long.compareUnsigned(at, to) < 0;
            } else if (line.startsWith(RESIDENT)) {
                long bytes = Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) * KILO;
                resident += bytes;
                outside += inHeap ? 0 : bytes;
            }
        }
        return new MemoryUse(resident, live, outside);
    }
}
