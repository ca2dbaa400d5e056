package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.json.Json;

/**
 * Shows a reader that comes late the newest attempt's start and all its text so far as one event, and everything from
 * there on as it is. Belongs to its loop.
 */
final class SnapshotSink extends ForwardingSink {

    private final int maxChars;
    private final StringBuilder text = new StringBuilder();
    private ShownEvent started; // the newest attempt's; null before the first
    private Delta newest; // of the text; null when there is none
    private long offset; // of the newest
    private boolean joined;

    /** @param maxChars of text in one event, the last delta not counted; what is beyond follows as deltas */
    SnapshotSink(EventSink next, int maxChars) {
        super(next);
        this.maxChars = maxChars;
    }

    @Override
    public boolean event(ShownEvent event) {
        if (joined) {
            return next.event(event);
        }
        return switch (event.shownType()) {
            case STARTED -> {
                started = event;
                newest = null;
                text.setLength(0);
                yield true;
            }
            case DELTA -> {
                newest = Json.read(event.value(), Delta.class);
                offset = event.offset();
                text.append(newest.content());
                yield text.length() < maxChars || join();
            }
            case SNAPSHOT, ITEM, DONE, ERROR, SESSION, QUEUED, PROMPT, FORGOTTEN -> join() && next.event(event);
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
