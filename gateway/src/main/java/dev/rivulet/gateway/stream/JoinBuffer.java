package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ChunkRecord;
import java.util.ArrayList;
import java.util.List;

/** The live events that come while the ones before them are still being read. Bounded. Owned by the stream's loop. */
final class JoinBuffer {

    private static final int MAX_RECORDS = 256;
    private static final int MAX_BYTES = 64 << 10;

    private final List<ChunkRecord> records = new ArrayList<>();
    private int bytes;

    /** False when the records do not fit; the buffer is then of no use. */
    boolean add(List<ChunkRecord> more) {
        records.addAll(more);
        more.forEach(chunk -> bytes += chunk.value().length);
        return records.size() <= MAX_RECORDS && bytes <= MAX_BYTES;
    }

    List<ChunkRecord> records() {
        return records;
    }
}
