package dev.rivulet.gateway.server;

import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.KeyCookie;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out who calls: the only place where a request becomes a principal. Precedes all routes but those that anybody
 * may call, so that none can be forgotten.
 *
 * @param sockets whether the key may also come as a subprotocol, which is all that a browser's {@code WebSocket} can
 *     send
 */
record CallerAuthentication(Authentication authentication, boolean sockets) implements Handler<RoutingContext> {

    /** The subprotocol that is spoken; a key comes as another one beside it. */
    static final String SUBPROTOCOL = "rivulet";

    private static final String KEY_SUBPROTOCOL = "bearer.";
    private static final String SCHEME = "bearer ";
    private static final String PROTOCOLS_HEADER = "Sec-WebSocket-Protocol";

    @Override
    public void handle(RoutingContext routing) {
        Callers.set(routing, authentication.isRequired() ? caller(routing.request()) : Caller.ANONYMOUS);
        routing.next();
    }

    private Caller caller(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        Optional<String> elsewhere = headers.isEmpty()
                ? keyInProtocols(request).or(() -> KeyCookie.read(request))
                : Optional.empty();
        if (headers.isEmpty() && elsewhere.isEmpty()) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "Send a key: Authorization: Bearer rk....");
        }
        return elsewhere.or(() -> keyInHeader(headers)).flatMap(authentication::caller).orElseThrow(
                () -> new ProblemException(ProblemCode.INVALID_KEY, "It is malformed, unknown or not valid any more."));
    }

    /** Returns whether a browser that opens the page must be asked for a key first. */
    boolean needsKey(RoutingContext routing) {
        return authentication.isRequired() && KeyCookie.read(routing.request()).flatMap(authentication::caller)
                .isEmpty();
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
