package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.schemas.TurnId;

/** Encodes the cursors of one follower. Not thread-safe. */
public final class SessionCursors {

    private final Cursors cursors;
    private final OwnedSession session;
    private final int partition;
    private TurnId encoded; // the turn of the encoder; null before the first
    private CursorEncoder encoder; // null before the first

    /** @param partition the number by which cursors name the session's partition of {@code chunk-events} */
    public SessionCursors(Cursors cursors, OwnedSession session, int partition) {
        this.cursors = cursors;
        this.session = session;
        this.partition = partition;
    }

    /**
     * Returns the cursor after an event, in ASCII; null if a follower cannot continue from there. The next call may
     * reuse the array.
     */
    public byte[] encode(SessionEvent event) {
        return event.complete() ? encode(event.position()) : null;
    }

    private byte[] encode(SessionPosition position) {
        if (!position.current().equals(encoded)) {
            encoded = position.current();
            encoder = cursors.encoder(session, encoded, partition);
        }
        return encoder.encode(position.attempt(), position.offset(), position.charsBeyond());
    }
}
