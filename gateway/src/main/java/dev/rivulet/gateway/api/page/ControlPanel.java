package dev.rivulet.gateway.api.page;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.runtime.config.InvalidConfigException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the page needs for its panel that kills processes of a demonstration: where to ask for it, and the secret that
 * shows that this page asks. No other page can read this one, because the gateway answers only under its own names.
 *
 * @param origin such as {@code http://127.0.0.1:4000}; an address of loopback
 * @param secret of characters that mean nothing in HTML
 */
public record ControlPanel(String origin, String secret) {

    private static final String LOOPBACK = "127(?:\\.\\d{1,3}){3}|localhost|\\[::1\\]";
    private static final Pattern ORIGIN = Pattern.compile("http://(?:" + LOOPBACK + "):\\d{1,5}");
    private static final Pattern LOOPBACK_HOST = Pattern.compile(LOOPBACK + "|::1");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    /**
     * Returns the panel of a gateway's page; empty if it has none.
     *
     * @throws InvalidConfigException if the panel could be reached, or its secret read, from another machine
     */
    public static Optional<ControlPanel> of(HttpConfig http) {
        Optional<String> origin = http.controlUrl();
        Optional<String> secret = http.controlSecret();
        require(origin.isPresent() == secret.isPresent(), ".control-url",
                "must be set together with " + HttpConfig.PREFIX + ".control-secret");
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        require(ORIGIN.matcher(origin.get()).matches(), ".control-url",
                "must be an address of loopback with a port, such as http://127.0.0.1:4000");
        require(LOOPBACK_HOST.matcher(http.host()).matches(), ".control-url",
                "needs a " + HttpConfig.PREFIX + ".host of loopback: whoever can open the page can kill processes");
        require(http.corsOrigins().isEmpty() && http.allowedHosts().isEmpty(), ".control-url",
                "cannot be set together with cors-origins or allowed-hosts: other pages could read its secret");
        require(SECRET.matcher(secret.get()).matches(), ".control-secret",
                "must have 16 to 128 of A-Z a-z 0-9 _ -");
        return Optional.of(new ControlPanel(origin.get(), secret.get()));
    }

    private static void require(boolean holds, String key, String sentence) {
        if (!holds) {
            throw new InvalidConfigException(HttpConfig.PREFIX + key + ": " + sentence);
        }
    }

    /** Returns the page, which says where its panel finds what it controls. */
    String addTo(String html) {
        return html.replaceFirst("</head>",
                "  <meta name=\"rivulet-control\" content=\"" + origin + "\" data-secret=\"" + secret + "\">\n</head>");
    }

    /** Returns the content security policy that also allows requests to the panel's address. */
    String addToPolicy(String policy) {
        return policy.replaceFirst("connect-src 'self'", "connect-src 'self' " + origin);
    }
}
