package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Hosts;
import dev.rivulet.gateway.http.Origins;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/**
 * Refuses requests that a page of another origin makes a browser send, and requests under a name that is not the
 * gateway's ({@link Hosts}). Must precede all other handlers, so that no route can be forgotten.
 *
 * <p>Browsers name the page in {@code Origin} only if it could read the response, or if the request is not a plain
 * {@code GET}. {@code Sec-Fetch-Site} (W3C Fetch Metadata) also comes with images, links and scripts. Other clients
 * send neither.
 */
final class CallerCheck implements Handler<RoutingContext> {

    private static final Set<String> OWN_SITE = Set.of("same-origin", "none"); // none: the user typed the address

    private final Hosts hosts;
    private final Origins origins;

    CallerCheck(HttpConfig http) {
        this.hosts = Hosts.of(http.host(), http.allowedHosts().orElse(List.of()));
        this.origins = new Origins(http.corsOrigins());
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        requireOwnHost(request);
        requireAllowedOrigin(request);
        routing.next();
    }

    private void requireOwnHost(HttpServerRequest request) {
        int count = request.headers().getAll(HttpHeaders.HOST).size();
        if (count == 0 && request.version() == HttpVersion.HTTP_1_0) {
            return;
        }
        // HTTP/2 has :authority in its place. If there is the header too, Vert.x refuses another host than that.
        boolean one = count == 1 || count == 0 && request.version() == HttpVersion.HTTP_2;
        HostAndPort authority = one ? request.authority() : null;
        if (authority == null || authority.host().isEmpty()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "Send one Host header with a host and perhaps a port.");
        }
        if (!hosts.allows(authority.host())) {
            throw new ProblemException(ProblemCode.HOST_NOT_ALLOWED,
                    "Use an IP address or localhost, or add this name to rivulet.http.allowed-hosts.");
        }
    }

    private void requireAllowedOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            if (!origins.allows(origin, request.authority() == null ? null : request.authority().toString())) {
                throw refused("rivulet.http.cors-origins has no such one.");
            }
        } else if (!isOwnSite(request) && !origins.allowsAll() && !isLinkToPage(request)) {
            throw refused("A page of another origin may not make a browser send this.");
        }
    }

    private static boolean isOwnSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null || OWN_SITE.contains(site);
    }

    /** Opening the page does nothing by itself, and it cannot be opened in a frame. */
    private static boolean isLinkToPage(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && "/".equals(request.path())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemCode.ORIGIN_NOT_ALLOWED, detail);
    }
}
