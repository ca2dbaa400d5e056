package dev.rivulet.gateway.api.websocket;

import java.time.Duration;

/** Detects that a client does not answer pings. Belongs to its loop. */
final class PingTimeout {

    private final long timeoutNanos;
    private long firstPing; // System.nanoTime of the first ping since the last frame
    private boolean awaitsFrame;

    PingTimeout(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    /** A frame was received, a pong or any other. */
    void onFrame() {
        awaitsFrame = false;
    }

    /**
     * A ping is due.
     *
     * @param now the current {@link System#nanoTime()}
     * @return false if the client has sent nothing for too long after an earlier ping
     */
    boolean onPing(long now) {
        if (!awaitsFrame) {
            awaitsFrame = true;
            firstPing = now;
        }
        return now - firstPing < timeoutNanos;
    }
}
