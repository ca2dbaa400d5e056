package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.schemas.TurnId;

/** Writes the cursors of one follower. Not thread-safe. */
public final class SessionCursors {

    private final int partition;
    private TurnId encoded; // whose cursors the encoder writes; null before the first
    private CursorEncoder encoder;

    /** @param partition the session's partition of {@code chunk-events} */
    public SessionCursors(int partition) {
        this.partition = partition;
    }

    /**
     * Returns the cursor after an event, in ASCII; null if a follower cannot go on from there. The next call may use the
     * array again.
     */
    public byte[] encode(SessionEvent event) {
        return event.complete() ? encode(event.position()) : null;
    }

    private byte[] encode(SessionPosition position) {
        if (!position.current().equals(encoded)) {
            encoded = position.current();
            encoder = new CursorEncoder(encoded, partition);
        }
        return encoder.encode(position.attempt(), position.offset(), position.charsBeyond());
    }
}
