package dev.rivulet.gateway.idempotency;

import dev.rivulet.gateway.http.JsonFields;
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
 * @param key of the header; null when the client chose the turn id
 * @param turn the turn id that the client chose; null when it gave a key
 */
public record RequestKey(String key, TurnId turn) {

    /** The header. */
    public static final String HEADER = "Idempotency-Key";
    private static final String TURN_FIELD = "turnId";

    /**
     * The header, or {@code turnId} in the body.
     *
     * @param tolerance how far from now the time in the turn id may be
     * @throws ProblemException {@code invalid_value} or {@code invalid_turn}
     */
    public static Optional<RequestKey> read(RoutingContext request, JsonFields body, Duration tolerance) {
        Optional<RequestKey> key = ofHeader(request);
        Optional<TurnId> turn = body.text(TURN_FIELD).map(text -> turn(text, tolerance));
        if (key.isPresent() && turn.isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "Send either an " + HEADER + " or a turnId of your own, not both.", TURN_FIELD);
        }
        return key.or(() -> turn.map(chosen -> new RequestKey(null, chosen)));
    }

    /** @throws ProblemException {@code invalid_value} */
    public static Optional<RequestKey> ofHeader(RoutingContext request) {
        String key = request.request().getHeader(HEADER);
        if (key == null) {
            return Optional.empty();
        }
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (key.isBlank() || key.length() > Idempotency.MAX_KEY || !printable) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    HEADER + " must have 1 to " + Idempotency.MAX_KEY + " printable ASCII characters.", HEADER);
        }
        return Optional.of(new RequestKey(key, null));
    }

    /** The id's time says where in the log the turn is looked for, so it cannot be any. */
    private static TurnId turn(String text, Duration tolerance) {
        TurnId turn;
        try {
            turn = TurnId.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw new ProblemException(ProblemCode.INVALID_TURN, "A turn id is a UUID of version 7.", TURN_FIELD);
        }
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
