package dev.rivulet.gateway.quota;

import java.util.concurrent.atomic.AtomicBoolean;

/** Something that was taken from a quota. Thread-safe. */
public interface Slot {

    /** Nothing was taken. */
    Slot NONE = () -> {};

    /** Makes one whose first {@link #close} gives back. */
    static Slot of(Runnable giveBack) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                giveBack.run();
            }
        };
    }

    /** Gives it back. Has no effect when called again. */
    void close();
}
