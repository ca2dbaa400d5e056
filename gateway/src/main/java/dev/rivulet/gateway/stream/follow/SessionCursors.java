package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.schemas.TurnId;

/** Writes the cursors of one follower. Not thread-safe. */
public final class SessionCursors {

    private final int partition;
    private TurnId encoded; // whose cursors the encoder writes; null before the first
    private CursorEncoder encoder;

    /** @param partition where the session is */
    public SessionCursors(int partition) {
        this.partition = partition;
    }

    /** In ASCII. The array may be used again by the next call. */
    public byte[] encode(SessionPosition place) {
        if (!place.current().equals(encoded)) {
            encoded = place.current();
            encoder = new CursorEncoder(encoded, partition);
        }
        return encoder.encode(place.attempt(), place.offset(), place.charsBeyond());
    }
}
