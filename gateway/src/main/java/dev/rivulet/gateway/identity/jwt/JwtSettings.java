package dev.rivulet.gateway.identity.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.TrustedAuthorities;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Whose tokens are taken, checked.
 *
 * @param jwksUrl empty if the issuer's discovery document says where its keys are
 */
record JwtSettings(String issuer, Set<String> audience, Optional<URI> jwksUrl, Set<JWSAlgorithm> algorithms,
        JwtConfig config) {

    /**
     * All that can be chosen. No {@code none} and no HMAC: who can read the issuer's keys could make tokens with what
     * is published for checking them.
     */
    private static final Set<JWSAlgorithm> KNOWN = Stream.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512,
            JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384,
            JWSAlgorithm.ES512).collect(Collectors.toCollection(LinkedHashSet::new));

    private static final String CA_FILE = JwtConfig.PREFIX + ".ca-file";

    /** @throws InvalidConfigException if a setting cannot be used */
    static JwtSettings of(JwtConfig config) {
        String issuer = config.issuer().orElseThrow(() -> refused("issuer", "is needed"));
        requireIssuer(issuer);
        List<String> audience = config.audience().filter(names -> !names.isEmpty()).orElseThrow(
                () -> refused("audience", "is needed: tokens of the issuer that are for others must not be taken"));
        config.caFile().ifPresent(file -> TrustedAuthorities.of(CA_FILE, file));
        return new JwtSettings(issuer, Set.copyOf(audience), config.jwksUrl().map(url -> url("jwks-url", url)),
                config.algorithms().stream().map(JwtSettings::algorithm)
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                config);
    }

    /** Returns the address that says where the issuer's keys are (OpenID Connect Discovery 1.0, section 4). */
    URI discoveryUrl() {
        return URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration");
    }

    /**
     * Returns what trusts the issuer's server, by the file as it is now; empty for what the JDK trusts. Blocks.
     *
     * @throws InvalidConfigException if the file cannot be used any more
     */
    Optional<SSLContext> trusted() {
        return config.caFile().map(file -> TrustedAuthorities.of(CA_FILE, file));
    }

    /** Returns whether keys come over TLS, or from this machine. */
    boolean isProtected() {
        URI source = jwksUrl.orElseGet(this::discoveryUrl);
        return source.getScheme().equals("https") || List.of("localhost", "127.0.0.1", "[::1]")
                .contains(source.getHost());
    }

    private static void requireIssuer(String issuer) {
        URI parsed = url("issuer", issuer);
        if (issuer.contains("|") || parsed.getRawQuery() != null || parsed.getRawFragment() != null) {
            throw refused("issuer", "has a query, a fragment, or a |");
        }
    }

    private static URI url(String setting, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // The sentence below is for both.
        }
        throw refused(setting, "must be a URL that begins with https:// or http://");
    }

    private static JWSAlgorithm algorithm(String name) {
        return KNOWN.stream().filter(known -> known.getName().equals(name.strip())).findFirst().orElseThrow(
                () -> refused("algorithms", "can be " + KNOWN.stream().map(JWSAlgorithm::getName)
                        .collect(Collectors.joining(", "))));
    }

    private static InvalidConfigException refused(String setting, String sentence) {
        return new InvalidConfigException(JwtConfig.PREFIX + "." + setting + ": " + sentence);
    }
}
