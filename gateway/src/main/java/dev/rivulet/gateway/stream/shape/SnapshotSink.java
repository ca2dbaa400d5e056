package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.ShapedSnapshot;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Snapshot;

/**
 * Shows a reader that joins a running turn the newest attempt's start, then all its text so far as one event, then each
 * event unchanged. Belongs to its loop.
 */
final class SnapshotSink extends ForwardingSink<TurnEvent, TurnEvent> {

    private final int maxBytes;
    private final StringBuilder text = new StringBuilder();
    private int bytes; // of the text, in UTF-8
    private TurnRecord.Started started; // of the newest attempt; null before the first
    private Delta lastDelta; // of the text; null if there is none
    private long lastOffset; // of that delta, or of a start that continues the text
    private boolean joined; // the text so far was shown

    /** @param maxBytes the most text in the snapshot, not counting its last delta; the rest is shown as deltas */
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
                    lastDelta = null;
                    text.setLength(0);
                    bytes = 0;
                }
                yield true;
            }
            case TurnEvent.Delta delta -> {
                lastDelta = delta.data();
                lastOffset = delta.offset();
                text.append(lastDelta.content());
                bytes += Utf8.length(lastDelta.content(), 0, lastDelta.content().length());
                yield bytes < maxBytes || join();
            }
            case ShapedSnapshot snapshot -> join() && next.event(snapshot);
            case ShapedItem item -> join() && next.event(item);
            case TurnEvent.End end -> join() && next.event(end);
        };
    }

    @Override
    public void caughtUp() {
        if (!joined) {
            join();
            next.flush();
        }
        next.caughtUp();
    }

    /** Shows the text so far. Returns whether more events may follow. */
    private boolean join() {
        joined = true;
        boolean more = started == null || next.event(started);
        if (more && lastDelta != null) {
            int attempt = started == null ? lastDelta.attempt() : started.attempt();
            Snapshot snapshot = new Snapshot(attempt, lastDelta.seq(), text.toString());
            more = next.event(new ShapedSnapshot(lastOffset, snapshot));
        }
        text.setLength(0);
        text.trimToSize();
        return more;
    }
}
