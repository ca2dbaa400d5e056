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
 * Shows a reader that comes late the newest attempt's start, then all its text so far as one event, then every event as
 * it is. Belongs to its loop.
 */
final class SnapshotSink extends ForwardingSink<TurnEvent, TurnEvent> {

    private final int maxChars;
    private final StringBuilder text = new StringBuilder();
    private TurnEvent started; // the newest attempt's; null before the first
    private Delta newest; // of the text; null when there is none
    private long offset; // of the newest
    private boolean joined;

    /** @param maxChars the most text in one event, without its last delta; the text beyond follows as deltas */
    SnapshotSink(EventSink<TurnEvent> next, int maxChars) {
        super(next);
        this.maxChars = maxChars;
    }

    @Override
    public boolean event(TurnEvent event) {
        if (joined) {
            return next.event(event);
        }
        return switch (event) {
            case TurnRecord.Started start -> {
                started = start;
                newest = null;
                text.setLength(0);
                yield true;
            }
            case TurnEvent.Delta delta -> {
                newest = delta.data();
                offset = delta.offset();
                text.append(newest.content());
                yield text.length() < maxChars || join();
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

    private boolean join() {
        joined = true;
        boolean more = started == null || next.event(started);
        if (more && newest != null) {
            Snapshot snapshot = new Snapshot(newest.attempt(), newest.seq(), text.toString());
            more = next.event(new ShapedSnapshot(offset, snapshot));
        }
        text.setLength(0);
        text.trimToSize();
        return more;
    }
}
