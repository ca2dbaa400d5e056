package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.ShapedSnapshot;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;

/**
 * Gives a turn's text the form of a {@link Shaping}. Text that waits is shown before any other event; text of a superseded
 * attempt is dropped. Belongs to its loop.
 */
public final class Shaper extends ForwardingSink<TurnEvent, TurnEvent> {

    private final Shaping shaping;
    private final Seen seen;
    private final int maxWaiting;
    private final Chunker chunker;
    private final Throttle throttle;
    private RuntimeException fault; // of a timer, for the stream to handle; null when there was none

    /**
     * @param seen what the reader has seen. For {@link Granularity#JSON} the events before that, of the same attempt, come
     *     again; for others only those after it
     * @param maxWaiting how much text the throttle may hold back, in UTF-16 code units: for a reader of older events it
     *     would hold back everything
     */
    Shaper(EventSink<TurnEvent> next, Shaping shaping, Seen seen, EventLoop loop, int maxWaiting) {
        super(next);
        this.shaping = shaping;
        this.seen = seen;
        this.maxWaiting = maxWaiting;
        this.chunker = shaping.granularity().chunker(seen);
        this.throttle = new Throttle(loop, shaping.throttle(), this::onTimer);
    }

    @Override
    public boolean event(TurnEvent event) {
        throwFault();
        return switch (event) {
            case TurnRecord.Started started -> showAgain(started);
            case ShapedSnapshot snapshot -> showAgain(snapshot);
            case TurnEvent.Delta delta -> {
                if (shaping.isNone() && !chunker.isBehind()) {
                    yield next.event(delta);
                }
                chunker.add(delta.offset(), delta.data());
                showIfDue();
                yield true;
            }
            case ShapedItem item -> {
                endText(item.offset());
                yield next.event(item);
            }
            case TurnEvent.End end -> {
                endText(end.offset());
                yield next.event(end);
            }
        };
    }

    /** Shows the text that waits: another event is shown next, and the text that follows begins after its offset. */
    public void endText(long offset) {
        chunker.takeRest(next::event);
        chunker.restart(offset);
    }

    private boolean showAgain(TurnEvent start) {
        chunker.restart(start.offset());
        return seen.covers(start.offset()) || next.event(start);
    }

    @Override
    public void caughtUp() {
        throwFault();
        showIfDue();
        next.flush();
        next.caughtUp();
    }

    @Override
    public void release() {
        throttle.cancel();
        next.release();
    }

    private void showIfDue() {
        int ready = chunker.ready();
        if (ready > 0 && (throttle.isOpen() || ready >= maxWaiting)) {
            chunker.takeReady(next::event);
            throttle.close();
        }
    }

    /** A reader that is full is shown what waits when it has caught up. */
    private void onTimer() {
        try {
            if (!next.full()) {
                showIfDue();
                next.flush();
            }
        } catch (RuntimeException failure) {
            fault = failure;
        }
    }

    private void throwFault() {
        if (fault != null) {
            throw fault;
        }
    }
}
