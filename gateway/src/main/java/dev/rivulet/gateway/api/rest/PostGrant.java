package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.Grant;
import dev.rivulet.gateway.identity.Grants;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code POST /v1/sessions/{session}/grants}: returns a text with which others can use the session, or one of its
 * turns, without a key. Nothing is stored, and neither has to exist yet.
 *
 * @param grants empty where callers are not authenticated
 */
public record PostGrant(Optional<Grants> grants, JsonBodies bodies) implements Handler<RoutingContext> {

    private static final int CREATED = 201;
    private static final KnownNames FIELDS = KnownNames.of("access", "turnId", "lifetimeMs");
    private static final Map<String, Grant.Access> ACCESS = Stream.of(Grant.Access.values())
            .collect(Collectors.toUnmodifiableMap(Grant.Access::code, Function.identity()));

    /**
     * The body of the response.
     *
     * @param turnId null for the whole session
     * @param expires in RFC 3339
     */
    public record Granted(String grant, OwnedSession sessionId, TurnId turnId, String access, String expires) {

        /** Leaves out the grant. */
        @Override
        public String toString() {
            return "Granted[access=" + access + ", expires=" + expires + "]";
        }
    }

    /** What the client asks for. */
    private record Wanted(Grant.Access access, Optional<TurnId> turn, Duration lifetime) {}

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        Grants issuer = grants.orElseThrow(() -> new ProblemException(ProblemCode.GRANTS_OFF,
                "Callers are not authenticated here: the name of a session is all that it takes."));
        bodies.read(request, body -> read(body, issuer.maxLifetime()), wanted -> {
            Grants.Issued issued = issuer.issue(Callers.of(request), session, wanted.turn, wanted.access,
                    wanted.lifetime);
            JsonResponse.send(request.response(), CREATED, new Granted(issued.text(), session,
                    wanted.turn.orElse(null), wanted.access.code(), issued.expiresAt().toString()));
        });
    }

    private static Wanted read(JsonRequest body, Duration maxLifetime) {
        body.requireOnly(FIELDS);
        long most = maxLifetime.toMillis();
        return new Wanted(body.choice("access", ACCESS, Set.of()).orElse(Grant.Access.READ),
                body.text("turnId").map(turn -> Parameters.turn(turn, "turnId")),
                Duration.ofMillis(body.number("lifetimeMs", 1, most).map(Double::longValue).orElse(most)));
    }
}
