package dev.rivulet.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The origins whose pages may call the gateway. A browser lets every page open a WebSocket to any host, and only sends
 * the page's {@code Origin}; other clients send none (RFC 6455, section 10.2). Browsers send it with a {@code POST} or
 * {@code DELETE} of the same origin as well.
 *
 * @param allowed the value of {@code rivulet.http.cors-origins}
 */
public record Origins(Optional<List<String>> allowed) {

    /**
     * Returns whether a client may call.
     *
     * @param origin the {@code Origin} header; null if there is none, because the client is not a page
     * @param authority the {@code Host} header, {@code host} or {@code host:port}; may be null
     */
    public boolean allows(String origin, String authority) {
        return origin == null || allowsAll() || isSameOrigin(origin, authority)
                || Origin.parse(origin).filter(this::isConfigured).isPresent();
    }

    /** Returns whether pages of any origin may call. */
    public boolean allowsAll() {
        return allowed.isPresent() && allowed.get().contains("*");
    }

    private boolean isConfigured(Origin origin) {
        return allowed.stream().flatMap(List::stream).flatMap(one -> Origin.parse(one).stream())
                .anyMatch(origin::equals);
    }

    /** Returns whether a page of the gateway itself calls; parameters as in {@link #allows}. */
    public static boolean isSameOrigin(String origin, String authority) {
        return origin != null && Origin.parse(origin).filter(page -> page.isAt(authority)).isPresent();
    }

    /** @param port the scheme's default port if the origin names none */
    private record Origin(String scheme, String host, int port) {

        static Optional<Origin> parse(String origin) {
            try {
                URI uri = new URI(origin.toLowerCase(Locale.ROOT));
                return uri.getScheme() == null || uri.getHost() == null
                        ? Optional.empty()
                        : Optional.of(new Origin(uri.getScheme(), uri.getHost(), port(uri)));
            } catch (URISyntaxException opaque) {
                return Optional.empty();
            }
        }

        /** Ignores the scheme: a gateway behind a proxy does not know the scheme of its own pages. */
        boolean isAt(String authority) {
            return authority != null && parse(scheme + "://" + authority)
                    .filter(own -> own.host.equals(host) && own.port == port).isPresent();
        }

        private static int port(URI uri) {
            return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        }
    }
}
