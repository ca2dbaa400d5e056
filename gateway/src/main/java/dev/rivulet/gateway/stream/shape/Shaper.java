package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ForwardingSink;

/**
 * Shows a turn's text as a {@link Shaping} says. What waits goes out before anything else; that of an attempt which was given
 * up is void and does not. Belongs to its loop.
 */
final class Shaper extends ForwardingSink {

    private final Shaping shaping;
    private final Seen seen;
    private final int maxWaiting;
    private final Chunker cutter;
    private final Throttle throttle;
    private RuntimeException fault; // of a timer, for the stream to handle; null when there was none

    /**
     * @param seen what the reader has seen; for {@link Granularity#JSON} the stream shows again what came before in the
     *     attempt, and for others only what comes after
     * @param maxWaiting what the throttle may hold back, in UTF-16 code units: a reader of the past would have it hold
     *     everything
     */
    Shaper(EventSink next, Shaping shaping, Seen seen, EventLoop loop, int maxWaiting) {
        super(next);
        this.shaping = shaping;
        this.seen = seen;
        this.maxWaiting = maxWaiting;
        this.cutter = shaping.granularity().cutter(seen);
        this.throttle = new Throttle(loop, shaping.throttle(), this::onTimer);
    }

    @Override
    public boolean event(ShownEvent event) {
        throwFault();
        return switch (event.shownType()) {
            case STARTED, SNAPSHOT -> {
                cutter.restart(event.offset());
                yield seen.covers(event.offset()) || next.event(event);
            }
            case DELTA -> {
                if (shaping.isNone() && !cutter.isBehind()) {
                    yield next.event(event);
                }
                cutter.add(event);
                giveIfDue();
                yield true;
            }
            // Whatever comes beside the text comes after it, and the text that follows comes after that.
            case ITEM, SESSION, QUEUED, PROMPT, FORGOTTEN, DONE, ERROR -> {
                cutter.takeRest(next::event);
                cutter.restart(event.offset());
                yield next.event(event);
            }
        };
    }

    @Override
    public void caughtUp() {
        throwFault();
        giveIfDue();
        next.flush();
        next.caughtUp();
    }

    @Override
    public void release() {
        throttle.cancel();
        next.release();
    }

    private void giveIfDue() {
        int ready = cutter.ready();
        if (ready > 0 && (throttle.isOpen() || ready >= maxWaiting)) {
            cutter.takeReady(next::event);
            throttle.close();
        }
    }

    /** A reader that is full gets what waits when it has caught up. */
    private void onTimer() {
        try {
            if (!next.full()) {
                giveIfDue();
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
