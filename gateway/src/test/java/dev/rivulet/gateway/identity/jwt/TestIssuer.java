package dev.rivulet.gateway.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** An issuer of tokens, whose keys a local server publishes. It starts with a server that publishes two. */
public final class TestIssuer implements AutoCloseable {

    public static final String NAME = "https://issuer.example/realm";
    public static final String AUDIENCE = "rivulet";
    static final RSAKey RSA = rsa("rsa-1");
    static final ECKey EC = ec("ec-1");

    private static final long LIFETIME_SECONDS = 600;
    private static final String KEYS = "/keys";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;
    private volatile HttpHandler keys = publishing(RSA, EC);
    private volatile String discovery = "";

    public TestIssuer() {
        this(address -> HttpServer.create(address, 0));
    }

    /** Makes one whose server speaks HTTPS. */
    static TestIssuer over(SSLContext tls) {
        return new TestIssuer(address -> {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            return secure;
        });
    }

    private TestIssuer(Opening opening) {
        try {
            server = opening.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext(KEYS, exchange -> {
            fetches.incrementAndGet();
            keys.handle(exchange);
        });
        server.createContext("/.well-known/openid-configuration", exchange -> respond(exchange, 200, discovery));
        server.start();
    }

    private interface Opening {

        HttpServer open(InetSocketAddress address) throws IOException;
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns the settings of a gateway that takes its tokens, and fetches its keys at most five times a second. */
    public Map<String, String> settings() {
        return settings(Map.of());
    }

    public Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("rivulet.auth.jwt.issuer", NAME,
                "rivulet.auth.jwt.audience", AUDIENCE, "rivulet.auth.jwt.jwks-url", url(KEYS),
                "rivulet.auth.jwt.min-refresh-interval", "200ms"));
        settings.putAll(more);
        return settings;
    }

    JwtConfig config(Map<String, String> more) {
        return Config.of(Map.of(), settings(more)).section(AuthConfig.class, AuthConfig.PREFIX).jwt();
    }

    /** Returns the authentication of a gateway with these settings, begun. The caller closes it. */
    public JwtAuthentication open(Map<String, String> more) {
        JwtAuthentication authentication = JwtAuthentication.of(config(more));
        authentication.start();
        return authentication;
    }

    String url(String path) {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Returns how often its keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** From now on it publishes these keys. */
    void publish(JWK... published) {
        keys = publishing(published);
    }

    private static HttpHandler publishing(JWK... published) {
        return exchange -> respond(exchange, 200, json(published));
    }

    static String json(JWK... published) {
        return new JWKSet(List.of(published)).toString();
    }

    /** From now on it publishes its keys again. */
    public void recover() {
        publish(RSA, EC);
    }

    /** From now on it answers with a status and a text. */
    public void answer(int status, String text) {
        keys = exchange -> respond(exchange, status, text);
    }

    /** From now on it answers so. */
    void answer(HttpHandler handler) {
        keys = handler;
    }

    void discovery(String document) {
        discovery = document;
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Returns a token that is valid for ten minutes, for a principal that may do all that users do. */
    public static String token(String subject) {
        return token(subject, claims -> claims);
    }

    /** Returns a token that differs in some claims. */
    public static String token(String subject, UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(RSA, JWSAlgorithm.RS256, change.apply(claims(subject)).build());
    }

    static JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(NAME).audience(AUDIENCE).subject(subject)
                .claim("scope", "openid ask read cancel forget").issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFETIME_SECONDS)));
    }

    static String signed(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        try {
            return signed(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims,
                    key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
