package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.GatewayMeters;
import java.util.List;
import java.util.Optional;

/**
 * Writes records to a reader's sink: each offset once and in order, as far as the filter admits it and the sink has room.
 * The records of one call become one write, or a few. Owned by the reader's loop.
 *
 * @param <E> the kind of event that the reader is shown
 */
final class EventWriter<E extends ShownEvent> {

    private final EventSink<E> sink;
    private final GatewayMeters meters;
    private final int maxBytes;
    private EventFilter<E> filter; // null until the reader begins
    private long next; // the first offset that was not yet looked at
    private int written; // events since the last flush
    private int writtenBytes; // of their data

    /** @param maxBytes the most data in one write, in bytes; its last event may exceed it */
    EventWriter(EventSink<E> sink, GatewayMeters meters, int maxBytes) {
        this.sink = sink;
        this.meters = meters;
        this.maxBytes = maxBytes;
    }

    void admitBy(EventFilter<E> admitting) {
        filter = admitting;
    }

    /** The first offset that was not yet looked at. */
    long next() {
        return next;
    }

    /** What is before an offset needs no look. */
    void skipTo(long offset) {
        next = offset;
    }

    /** Writes records in the order of the log; those looked at before are skipped. */
    Result write(List<ChunkRecord> records) {
        for (ChunkRecord record : records) {
            if (record.offset() >= next && isLast(record)) {
                flush();
                return Result.LAST;
            }
            // A sink that shares its connection can be full at any time.
            if ((writtenBytes >= maxBytes || sink.full()) && isFullAfterFlush()) {
                return Result.FULL;
            }
        }
        return isFullAfterFlush() ? Result.FULL : Result.ALL;
    }

    private boolean isLast(ChunkRecord record) {
        next = record.offset() + 1;
        Optional<E> event = filter.admit(record);
        if (event.isEmpty()) {
            return false;
        }
        written++;
        writtenBytes += record.value().length;
        return !sink.event(event.get()) || filter.ended();
    }

    private boolean isFullAfterFlush() {
        flush();
        return sink.full();
    }

    private void flush() {
        if (written > 0) {
            meters.eventsRelayed(written);
            written = 0;
            writtenBytes = 0;
            sink.flush();
        }
    }

    /** What became of records. */
    enum Result {
        /** All were looked at, and there is room for more. */
        ALL,
        /** The reader has to catch up before it takes more. */
        FULL,
        /** The reader was shown its last event. */
        LAST
    }
}
