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
 * Makes a request the same as an earlier one: a key, or the turn id, that the client chose.
 *
 * @param key null if the client chose the turn id
 * @param turn null if the client chose a key
 * @param field the header or field that it came in, as clients write it
 */
public record IdempotencyKey(String key, TurnId turn, String field) {

    private static final String HEADER = "Idempotency-Key";
    private static final String TURN_FIELD = "turnId";

    /**
     * Returns the key that came with a request, or else the {@code turnId} in its body.
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
     * Checks a key that a client chose.
     *
     * @param field the header or field that it came in
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

    /** The time in an id says where the log is searched for the turn, so it is bounded. */
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
        return "IdempotencyKey[turn=" + turn + "]";
    }
}
