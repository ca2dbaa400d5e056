package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ChunkRecord;
import java.util.ArrayList;
import java.util.List;

/** Holds live records while the records before them are still being read. Bounded. Owned by the reader's loop. */
final class JoinBuffer {

    private static final int MAX_RECORDS = 256;
    private static final int MAX_BYTES = 64 << 10;

    private final List<ChunkRecord> records = new ArrayList<>();
    private int bytes;

    /** Adds records. Returns false if the buffer has overflowed; it must not be used then. */
    boolean add(List<ChunkRecord> more) {
        records.addAll(more);
        more.forEach(chunk -> bytes += chunk.value().length);
        return records.size() <= MAX_RECORDS && bytes <= MAX_BYTES;
    }

    List<ChunkRecord> records() {
        return records;
    }
}
