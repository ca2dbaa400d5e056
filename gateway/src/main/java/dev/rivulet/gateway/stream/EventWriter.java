package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.GatewayMeters;
import java.util.List;
import java.util.Optional;

/**
 * Writes records to a reader's sink: each offset once and in order, if the filter admits it and while the sink is not
 * full. The records of one call become one write, or a few. Owned by the reader's loop.
 *
 * @param <E> the type of event that the reader is shown
 */
final class EventWriter<E extends ShownEvent> {

    private final EventSink<E> sink;
    private final GatewayMeters meters;
    private final int maxBytes;
    private EventFilter<E> filter; // null until set
    private long next; // the first offset that was not processed yet
    private int written; // events since the last flush
    private int writtenBytes; // of their data

    /** @param maxBytes the most data in one write, in bytes; its last event may exceed it */
    EventWriter(EventSink<E> sink, GatewayMeters meters, int maxBytes) {
        this.sink = sink;
        this.meters = meters;
        this.maxBytes = maxBytes;
    }

    /** Must be called before the first {@link #write}. */
    void filterBy(EventFilter<E> admitting) {
        filter = admitting;
    }

    /** Returns the first offset that was not processed yet. */
    long next() {
        return next;
    }

    /** Marks all records before an offset as processed. */
    void skipTo(long offset) {
        next = offset;
    }

    /** Writes records, which must be in the order of the log. Skips those that were processed before. */
    Result write(List<ChunkRecord> records) {
        for (ChunkRecord record : records) {
            if (record.offset() >= next && writeOne(record)) {
                flush();
                return Result.LAST;
            }
            // A sink that shares its connection with others can become full at any time.
            if ((writtenBytes >= maxBytes || sink.full()) && flushAndCheckFull()) {
                return Result.FULL;
            }
        }
        return flushAndCheckFull() ? Result.FULL : Result.ALL;
    }

    /** Returns whether this was the reader's last event. */
    private boolean writeOne(ChunkRecord record) {
        next = record.offset() + 1;
        Optional<E> event = filter.admit(record);
        if (event.isEmpty()) {
            return false;
        }
        written++;
        writtenBytes += record.value().length;
        return !sink.event(event.get()) || filter.ended();
    }

    private boolean flushAndCheckFull() {
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

    /** The result of {@link #write}. */
    enum Result {
        /** All records were processed, and the sink is not full. */
        ALL,
        /** The sink is full. The rest of the records was not processed. */
        FULL,
        /** The reader was shown its last event. */
        LAST
    }
}
