package dev.rivulet.gateway.http;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cookie in which a browser keeps the key of a caller that uses the page. Of this host alone, over HTTPS or to
 * loopback, out of reach of scripts, and sent with no request that another site causes (RFC 6265bis).
 */
public final class KeyCookie {

    static final String NAME = "__Host-rivulet-key";

    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private KeyCookie() {}

    /** Has the browser keep a key until it is closed. */
    public static void set(HttpServerResponse response, String key) {
        response.addCookie(Cookie.cookie(NAME, key).setPath("/").setSecure(true).setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT));
    }

    /** Has the browser drop the key. */
    public static void clear(HttpServerResponse response) {
        response.addCookie(Cookie.cookie(NAME, "").setPath("/").setSecure(true).setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT).setMaxAge(0));
    }

    /**
     * Returns the key in the cookie of a request of the gateway's own page, or of an address that the user typed; empty
     * if there is none. Pages of configured origins must send a key of their own: they may call, and need not be
     * trusted with what the user of this page may do.
     */
    public static Optional<String> read(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String site = request.getHeader("Sec-Fetch-Site");
        boolean own = (origin == null || Origins.isSameOrigin(origin, Headers.authority(request)))
                && (site == null || OWN_SITE.contains(site));
        return own ? value(request.headers().getAll(HttpHeaders.COOKIE)) : Optional.empty();
    }

    /** Browsers send each cookie in a header of its own over HTTP/2; Vert.x reads the first header only. */
    private static Optional<String> value(List<String> headers) {
        return headers.stream().flatMap(header -> ServerCookieDecoder.STRICT.decode(header).stream())
                .filter(cookie -> cookie.name().equals(NAME)).map(io.netty.handler.codec.http.cookie.Cookie::value)
                .findFirst();
    }
}
