package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.ShapedSnapshot;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.PartCollector;
import dev.rivulet.schemas.event.Snapshot;

/**
 * Shows a reader that joins a running turn the newest attempt's start, then all that it says so far as one event, then
 * each event unchanged. Belongs to its loop.
 */
final class SnapshotSink extends ForwardingSink<TurnEvent, TurnEvent> {

    private final int maxBytes;
    private final StringBuilder text = new StringBuilder();
    private final PartCollector parts = new PartCollector();
    private long bytes; // of the text, in UTF-8, and of the data of what is no text
    private TurnRecord.Started started; // of the newest attempt; null before the first
    private ChunkEvent.Part last; // of what it says; null if there is nothing
    private long lastOffset; // of that piece, or of a start that continues the text
    private boolean joined; // what it says so far was shown

    /** @param maxBytes the most in the snapshot, not counting its last piece; the rest is shown as it comes */
    SnapshotSink(EventSink<TurnEvent> next, int maxBytes) {
        super(next);
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean event(TurnEvent event) {
        if (joined) {
            return next.event(event);
        }
        return switch (event) {
            case TurnRecord.Started start -> {
                started = start;
                if (start.continued().isPresent()) {
                    lastOffset = start.offset();
                } else {
                    last = null;
                    text.setLength(0);
                    parts.clear();
                    bytes = 0;
                }
                yield true;
            }
            case TurnEvent.Delta delta -> {
                Delta data = delta.data();
                text.append(data.content());
                yield add(data, delta.offset(), Utf8.length(data.content(), 0, data.content().length()));
            }
            case TurnEvent.Other other -> add(other.data(), other.offset(), other.value().length);
            case ShapedSnapshot snapshot -> join() && next.event(snapshot);
            case ShapedItem item -> join() && next.event(item);
            case TurnEvent.End end -> join() && next.event(end);
        };
    }

    private boolean add(ChunkEvent.Part piece, long offset, int size) {
        last = piece;
        lastOffset = offset;
        parts.add(piece);
        bytes += size;
        return bytes < maxBytes || join();
    }

    @Override
    public void caughtUp() {
        if (!joined) {
            join();
            next.flush();
        }
        next.caughtUp();
    }

    /** Shows what was said so far. Returns whether more events may follow. */
    private boolean join() {
        joined = true;
        boolean more = started == null || next.event(started);
        if (more && last != null) {
            int attempt = started == null ? last.attempt() : started.attempt();
            Snapshot snapshot = new Snapshot(attempt, last.seq(), text.toString(), parts.parts());
            more = next.event(new ShapedSnapshot(lastOffset, snapshot));
        }
        text.setLength(0);
        text.trimToSize();
        parts.clear();
        return more;
    }
}
