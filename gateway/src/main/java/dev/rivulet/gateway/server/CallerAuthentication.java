package dev.rivulet.gateway.server;

import dev.rivulet.gateway.http.CallerLookup;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.KeyCookie;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Grants;
import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.identity.RefusedCredentialException;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds out who calls: the only place where a request becomes a principal. Precedes all routes but those that anybody
 * may call, so that none can be forgotten.
 *
 * @param sockets whether the key may also come as a subprotocol, which is all that a browser's {@code WebSocket} can
 *     send
 */
record CallerAuthentication(CallerLookup lookup, boolean sockets) implements Handler<RoutingContext> {

    /** The subprotocol that is spoken; a key comes as another one beside it. */
    static final String SUBPROTOCOL = "rivulet";

    private static final String KEY_SUBPROTOCOL = "bearer.";
    private static final String SCHEME = "bearer ";
    private static final String PROTOCOLS_HEADER = "Sec-WebSocket-Protocol";

    @Override
    public void handle(RoutingContext routing) {
        if (lookup.authentication().isRequired()) {
            lookup.find(routing, credential(routing), caller -> proceed(routing, caller), routing::fail);
        } else {
            proceed(routing, Caller.ANONYMOUS);
        }
    }

    private static void proceed(RoutingContext routing, Caller caller) {
        Callers.set(routing, caller);
        routing.next();
    }

    /** A link that somebody opens says as whom, whatever the browser has kept. */
    private String credential(RoutingContext routing) {
        return grantInQuery(routing).orElseGet(() -> credential(routing.request()));
    }

    /** Returns what an {@code EventSource} cannot send otherwise. Keys are not looked for there. */
    private Optional<String> grantInQuery(RoutingContext request) {
        Optional<String> grant = Parameters.query(request, "grant");
        if (grant.isPresent()) {
            request.response().putHeader("Referrer-Policy", "no-referrer");
            if (!grant.get().startsWith(Grants.START)) {
                throw lookup.counted(RefusedCredentialException.invalidGrant());
            }
        }
        return grant;
    }

    private String credential(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        Optional<String> elsewhere = headers.isEmpty()
                ? keyInProtocols(request).or(() -> KeyCookie.read(request))
                : Optional.empty();
        if (headers.isEmpty() && elsewhere.isEmpty()) {
            throw lookup.counted(RefusedCredentialException.missing());
        }
        return elsewhere.or(() -> keyInHeader(headers))
                .orElseThrow(() -> lookup.counted(RefusedCredentialException.invalidKey(Refusal.MALFORMED)));
    }

    /** Finds out whether a browser that opens the page must be asked for a key first. */
    void needsKey(RoutingContext routing, Consumer<Boolean> next) {
        Optional<String> key = KeyCookie.read(routing.request());
        if (!lookup.authentication().isRequired() || key.isEmpty()) {
            next.accept(lookup.authentication().isRequired());
        } else {
            lookup.find(routing, key.get(), caller -> next.accept(false), refused -> {
                if (isInvalid(refused)) {
                    next.accept(true);
                } else {
                    routing.fail(refused);
                }
            });
        }
    }

    private static boolean isInvalid(Throwable refused) {
        return ProblemException.findIn(refused).filter(problem -> problem.code() == ProblemCode.INVALID_KEY)
                .isPresent();
    }

    /** Returns the key of one header; empty if it is another scheme's, or if there are several headers. */
    private static Optional<String> keyInHeader(List<String> headers) {
        String header = headers.size() == 1 ? headers.getFirst() : "";
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    private Optional<String> keyInProtocols(HttpServerRequest request) {
        Stream<String> headers = sockets ? request.headers().getAll(PROTOCOLS_HEADER).stream() : Stream.empty();
        return headers.flatMap(header -> Stream.of(header.split(","))).map(String::strip)
                .filter(protocol -> protocol.startsWith(KEY_SUBPROTOCOL))
                .map(protocol -> protocol.substring(KEY_SUBPROTOCOL.length())).findFirst();
    }
}
