package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.loop.EventLoop;
import java.time.Duration;

/** Lets something happen at once and then not again for an interval. Belongs to its loop. */
final class Throttle {

    private final EventLoop loop;
    private final Duration interval;
    private final Runnable onOpen;
    private EventLoop.Timer closed; // null while open

    /** @param interval zero: always open */
    Throttle(EventLoop loop, Duration interval, Runnable onOpen) {
        this.loop = loop;
        this.interval = interval;
        this.onOpen = onOpen;
    }

    boolean isOpen() {
        return closed == null;
    }

    /** It has happened. */
    void close() {
        cancel();
        if (!interval.isZero()) {
            closed = loop.after(interval, this::open);
        }
    }

    void cancel() {
        if (closed != null) {
            closed.cancel();
            closed = null;
        }
    }

    private void open() {
        closed = null;
        onOpen.run();
    }
}
