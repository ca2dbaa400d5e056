package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Identifies a submission that a client may repeat: by a key, or by a turn id of the client's own.
 *
 * @param key null if the client sent a turn id
 * @param turn null if the client sent a key
 * @param field the name of the header or field that holds it
 */
public record IdempotencyKey(String key, TurnId turn, String field) {

    private static final String HEADER = "Idempotency-Key";
    private static final String TURN_FIELD = "turnId";

    /**
     * Returns the key of a request, or else the {@code turnId} in its body; empty if it has neither.
     *
     * @param key the key that was sent beside the body, if any
     * @param tolerance how far from now the time in the turn id may be
     * @throws ProblemException {@code invalid_value}, also if there are both, or {@code invalid_turn}
     */
    public static Optional<IdempotencyKey> read(Optional<IdempotencyKey> key, JsonRequest body, Duration tolerance) {
        Optional<TurnId> turn = body.text(TURN_FIELD).map(text -> turn(text, tolerance));
        if (key.isPresent() && turn.isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "Send either " + key.get().field() + " or a turnId of your own, not both.", TURN_FIELD);
        }
        return key.or(() -> turn.map(chosen -> new IdempotencyKey(null, chosen, TURN_FIELD)));
    }

    /**
     * Returns the key in the header {@code Idempotency-Key}; empty if there is none.
     *
     * @throws ProblemException {@code invalid_value}
     */
    public static Optional<IdempotencyKey> fromHeader(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(HEADER)).map(key -> of(key, HEADER));
    }

    /**
     * Returns a key that a client sent.
     *
     * @param field the name of the header or field that holds it
     * @throws ProblemException {@code invalid_value}
     */
    public static IdempotencyKey of(String key, String field) {
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (key.isBlank() || key.length() > Idempotency.MAX_KEY || !printable) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    field + " must have 1 to " + Idempotency.MAX_KEY + " printable ASCII characters.", field);
        }
        return new IdempotencyKey(key, null, field);
    }

    /** The turn is looked up in the log by the time in its id, so that time must not be far from now. */
    private static TurnId turn(String text, Duration tolerance) {
        TurnId turn = Parameters.turn(text, TURN_FIELD);
        if (Math.abs(System.currentTimeMillis() - turn.timestamp()) > tolerance.toMillis()) {
            throw new ProblemException(ProblemCode.INVALID_TURN,
                    "The time in the turn id must be within " + tolerance.toSeconds() + " seconds of now.", TURN_FIELD);
        }
        return turn;
    }

    /** Leaves out the key: safe for logs. */
    @Override
    public String toString() {
        return "IdempotencyKey[turn=" + turn + "]";
    }
}
