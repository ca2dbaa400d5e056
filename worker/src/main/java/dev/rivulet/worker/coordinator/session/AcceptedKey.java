package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.event.Accepted;

/**
 * An idempotency key that a session remembers, and the turn that it stands for.
 *
 * @param name the key, or the turn id that a client chose
 * @param request the request that brought the key first
 * @param digest of what that request asked; see {@link Idempotency}
 * @param at when it came, in milliseconds since the epoch
 */
public record AcceptedKey(String name, TurnId request, TurnId turn, String digest, long at) {

    private static final String KEY = "key/";
    private static final String TURN = "turn/";

    static AcceptedKey of(TurnId turn, Idempotency asked, long now) {
        return new AcceptedKey(name(turn, asked), asked.requestId(), turn, asked.digest(), now);
    }

    /** Returns the reply to a request that brought the key. */
    Accepted replyTo(Idempotency asked) {
        Accepted.Status status = request.equals(asked.requestId())
                ? Accepted.Status.CREATED
                : digest.equals(asked.digest()) ? Accepted.Status.EXISTING : Accepted.Status.CONFLICT;
        return new Accepted(asked.requestId(), turn, status);
    }

    static String name(TurnId turn, Idempotency asked) {
        return asked.key() != null ? KEY + asked.key() : TURN + turn;
    }
}
