package dev.rivulet.local.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** An issuer of tokens, whose key a local server publishes. Its tokens allow everything. */
final class MatrixIssuer implements AutoCloseable {

    static final String NAME = "https://issuer.example/matrix";

    private static final String AUDIENCE = "rivulet";
    private static final String KEY_ID = "matrix-1";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final RSAKey key = rsa();
    private final RSAKey anothers = rsa(); // with the same id
    private final HttpServer server;

    MatrixIssuer() {
        byte[] published = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8); // without private parts
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, published.length);
            exchange.getResponseBody().write(published);
            exchange.close();
        });
        server.start();
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2_048).keyID(KEY_ID).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Map<String, String> settings() {
        return Map.of("RIVULET_AUTH_JWT_ISSUER", NAME, "RIVULET_AUTH_JWT_AUDIENCE", AUDIENCE,
                "RIVULET_AUTH_JWT_JWKS_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    String token(String subject) {
        return signed(key, subject, Instant.now().plus(LIFETIME));
    }

    /** Returns a token whose time is over, by more than clocks may differ. */
    String expired(String subject) {
        return signed(key, subject, Instant.now().minus(LIFETIME));
    }

    /** Returns a token that names the issuer's key, and was signed with another. */
    String forged(String subject) {
        return signed(anothers, subject, Instant.now().plus(LIFETIME));
    }

    private static String signed(RSAKey by, String subject, Instant expiresAt) {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID).build(),
                new JWTClaimsSet.Builder().issuer(NAME).audience(AUDIENCE).subject(subject)
                        .claim("scope", "ask read cancel forget usage admin").expirationTime(Date.from(expiresAt))
                        .build());
        try {
            token.sign(new RSASSASigner(by));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
