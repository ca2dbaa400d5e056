package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.loop.EventLoop;
import java.time.Duration;

/**
 * Keeps an interval between two events: closed for the interval after each event, otherwise open. Belongs to its loop.
 */
final class Throttle {

    private final EventLoop loop;
    private final Duration interval;
    private final Runnable onOpen;
    private EventLoop.Timer reopening; // null while open

    /**
     * @param interval zero: always open
     * @param onOpen called when an interval has passed
     */
    Throttle(EventLoop loop, Duration interval, Runnable onOpen) {
        this.loop = loop;
        this.interval = interval;
        this.onOpen = onOpen;
    }

    boolean isOpen() {
        return reopening == null;
    }

    /** Closes for the interval. */
    void close() {
        cancel();
        if (!interval.isZero()) {
            reopening = loop.after(interval, this::open);
        }
    }

    /** Cancels the timer. */
    void cancel() {
        if (reopening != null) {
            reopening.cancel();
            reopening = null;
        }
    }

    private void open() {
        reopening = null;
        onOpen.run();
    }
}
