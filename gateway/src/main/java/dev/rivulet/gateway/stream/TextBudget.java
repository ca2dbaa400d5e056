package dev.rivulet.gateway.stream;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that text may take which is collected for responses that are not streamed. Thread-safe. */
public final class TextBudget {

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public TextBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes so many bytes. Returns false, and takes none, if there are not so many left. */
    public boolean take(long bytes) {
        if (taken.addAndGet(bytes) > maxBytes) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Gives back bytes that were taken. */
    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Returns how many bytes are taken now. */
    public long taken() {
        return taken.get();
    }
}
