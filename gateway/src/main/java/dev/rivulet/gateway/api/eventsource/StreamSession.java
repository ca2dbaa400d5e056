package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The session of a {@code /stream}. One that was made for the stream is not in the URL with which a browser comes back,
 * so its name precedes the cursor in the id of each event. It cannot be guessed (96 bits): who does not know it makes
 * no id that resumes the stream (ADR 29).
 *
 * @param inEventIds what precedes the cursor in event ids; empty if the client has named the session
 */
record StreamSession(OwnedSession id, String inEventIds) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 12;
    private static final int RANDOM_CHARS = 16;
    private static final String PREFIX = "s-";

    static StreamSession named(OwnedSession session) {
        return new StreamSession(session, "");
    }

    /** Makes a session for one turn. */
    static StreamSession make(Principal principal, SessionIds ids) {
        OwnedSession id = ids.draw(principal, StreamSession::random);
        return new StreamSession(id, id.name().substring(PREFIX.length()));
    }

    private static String random() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().encodeToString(random);
    }

    /**
     * Returns the session of the stream to which a client comes back.
     *
     * @param principal who comes back
     * @param named the session in the URL
     * @throws ProblemException {@code invalid_cursor}
     */
    static StreamSession of(Principal principal, Optional<OwnedSession> named, String lastEventId) {
        return named.map(StreamSession::named).orElseGet(() -> {
            if (lastEventId.length() < RANDOM_CHARS) {
                throw Cursor.invalid();
            }
            return made(principal, lastEventId.substring(0, RANDOM_CHARS));
        });
    }

    /** @throws ProblemException {@code invalid_cursor} */
    private static StreamSession made(Principal principal, String random) {
        try {
            return new StreamSession(principal.session(PREFIX + random), random);
        } catch (IllegalArgumentException noSession) {
            throw Cursor.invalid();
        }
    }

    /** Returns whether the session was made for the stream. */
    boolean isMade() {
        return !inEventIds.isEmpty();
    }

    /**
     * Returns the cursor in the id of an event of this session's stream.
     *
     * @param cursors reads those of clients
     * @throws ProblemException {@code invalid_cursor}
     */
    Cursor cursor(Cursors cursors, String eventId) {
        return cursors.read(id, eventId.substring(inEventIds.length()));
    }

    /** Returns the encoder of the ids of a turn's events. */
    CursorEncoder eventIds(Cursors cursors, TurnId turn, int partition) {
        return cursors.encoder(id, turn, partition, inEventIds);
    }
}
