package dev.rivulet.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which pages may call. Browsers let any page open a WebSocket to anywhere, unasked, and only say which page it was; other
 * clients say nothing (RFC 6455, 10.2). They say it of their own page's {@code POST} and {@code DELETE} too.
 *
 * @param allowed as {@code rivulet.http.cors-origins} has them
 */
public record Origins(Optional<List<String>> allowed) {

    /**
     * @param origin null when the client is no page
     * @param authority what the client believes to be connected to: {@code host} or {@code host:port}
     */
    public boolean admit(String origin, String authority) {
        if (origin == null || allowed.isPresent() && allowed.get().contains("*")) {
            return true;
        }
        return isOwn(origin, authority) || Page.parse(origin).filter(this::isNamed).isPresent();
    }

    private boolean isNamed(Page page) {
        return allowed.stream().flatMap(List::stream).flatMap(one -> Page.parse(one).stream()).anyMatch(page::equals);
    }

    /** Whether the gateway's own page calls. See {@link #admit}. */
    public static boolean isOwn(String origin, String authority) {
        return origin != null && Page.parse(origin).filter(page -> page.isOf(authority)).isPresent();
    }

    /** @param port never the default one of the scheme by another name */
    private record Page(String scheme, String host, int port) {

        static Optional<Page> parse(String origin) {
            try {
                URI uri = new URI(origin.toLowerCase(Locale.ROOT));
                return uri.getScheme() == null || uri.getHost() == null
                        ? Optional.empty()
                        : Optional.of(new Page(uri.getScheme(), uri.getHost(), port(uri)));
            } catch (URISyntaxException opaque) {
                return Optional.empty();
            }
        }

        /** Whatever the scheme: whoever is behind a proxy does not know that of its pages. */
        boolean isOf(String authority) {
            return authority != null && parse(scheme + "://" + authority)
                    .filter(own -> own.host.equals(host) && own.port == port).isPresent();
        }

        private static int port(URI uri) {
            return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        }
    }
}
