package dev.rivulet.gateway.api.websocket;

import java.time.Duration;

/** Whether the other side answers. Belongs to its loop. */
final class PingTimeout {

    private final long patience;
    private long askedAt;
    private boolean awaiting;

    PingTimeout(Duration patience) {
        this.patience = patience.toNanos();
    }

    /** Something came. */
    void heard() {
        awaiting = false;
    }

    /**
     * It is asked once more.
     *
     * @param now as {@link System#nanoTime()} has it
     * @return whether it is to be waited for still
     */
    boolean ask(long now) {
        if (!awaiting) {
            awaiting = true;
            askedAt = now;
        }
        return now - askedAt < patience;
    }
}
