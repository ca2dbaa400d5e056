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
 * What makes a request the same as an earlier one.
 *
 * @param key that the client chose; null when the client chose the turn id
 * @param turn the turn id that the client chose; null when it gave a key
 * @param field where it stood, as clients write it
 */
public record IdempotencyKey(String key, TurnId turn, String field) {

    private static final String HEADER = "Idempotency-Key";
    private static final String TURN_FIELD = "turnId";

    /**
     * The key that came with a request, or {@code turnId} in its body.
     *
     * @param tolerance how far from now the time in the turn id may be
     * @throws ProblemException {@code invalid_value} or {@code invalid_turn}
     */
    public static Optional<IdempotencyKey> read(Optional<IdempotencyKey> key, JsonRequest body, Duration tolerance) {
        Optional<TurnId> turn = body.text(TURN_FIELD).map(text -> turn(text, tolerance));
        if (key.isPresent() && turn.isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "Send either " + key.get().field() + " or a turnId of your own, not both.", TURN_FIELD);
        }
        return key.or(() -> turn.map(chosen -> new IdempotencyKey(null, chosen, TURN_FIELD)));
    }

    /** @throws ProblemException {@code invalid_value} */
    public static Optional<IdempotencyKey> ofHeader(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(HEADER)).map(key -> chosen(key, HEADER));
    }

    /**
     * A key that a client chose.
     *
     * @param field where it stood
     * @throws ProblemException {@code invalid_value}
     */
    public static IdempotencyKey chosen(String key, String field) {
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (key.isBlank() || key.length() > Idempotency.MAX_KEY || !printable) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    field + " must have 1 to " + Idempotency.MAX_KEY + " printable ASCII characters.", field);
        }
        return new IdempotencyKey(key, null, field);
    }

    /** The id's time says where in the log the turn is looked for, so it cannot be any. */
    private static TurnId turn(String text, Duration tolerance) {
        TurnId turn = Parameters.turn(text, TURN_FIELD);
        if (Math.abs(System.currentTimeMillis() - turn.timestamp()) > tolerance.toMillis()) {
            throw new ProblemException(ProblemCode.INVALID_TURN,
                    "The time in the turn id must be within " + tolerance.toSeconds() + " seconds of now.", TURN_FIELD);
        }
        return turn;
    }

    /** Leaves out what the client chose: safe for logs. */
    @Override
    public String toString() {
        return "RequestKey[turn=" + turn + "]";
    }
}
