package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.testkit.wait.Waiting.LIMIT;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Grant;
import dev.rivulet.gateway.identity.Grants;
import dev.rivulet.gateway.identity.KeysFile;
import dev.rivulet.gateway.identity.KeysOrTokens;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.identity.SigningSecrets;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.gateway.identity.WithGrants;
import dev.rivulet.gateway.identity.jwt.JwtAuthentication;
import dev.rivulet.gateway.identity.jwt.TestIssuer;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operators see why credentials are refused. */
class RefusedCredentialsTest {

    private static final TestKeys FILE = TestKeys.create();
    private static final String KEY = FILE.add("k1", "alice", "read");
    private static final SigningSecrets SECRETS = TestSecrets.fixed(TestSecrets.FIRST);
    private static final TestIssuer ISSUER = new TestIssuer();

    private static KeysFile keys;
    private static JwtAuthentication tokens;
    private static EdgeServer server;

    @BeforeAll
    static void start() {
        keys = FILE.open();
        tokens = ISSUER.open(Map.of());
        server = EdgeServer.with(Map.of(), new WithGrants(new KeysOrTokens(keys, tokens), grants(
                InstantSource.system())));
        await().until(() -> tokens.problem().isEmpty());
    }

    @AfterAll
    static void stop() {
        server.close();
        tokens.close();
        keys.close();
        ISSUER.close();
        FILE.close();
    }

    @Test
    void eachIsCountedByItsReason() {
        assertCounted(Refusal.MISSING, "X-None: x");
        assertCounted(Refusal.MALFORMED, "Authorization: Basic " + KEY);
        assertCounted(Refusal.MALFORMED, "Authorization: Bearer " + KEY + "x");
        assertCounted(Refusal.MALFORMED, "Authorization: Bearer hello");
        assertCounted(Refusal.UNKNOWN, "Authorization: Bearer rk.k1." + "A".repeat(43));
        assertCounted(Refusal.UNKNOWN, "Authorization: Bearer rk.k0." + "A".repeat(43));
        assertCounted(Refusal.UNSUPPORTED, "Authorization: Bearer " + unsigned("{\"alg\":\"HS256\"}"));
        assertCounted(Refusal.UNKNOWN_ISSUER_KEY,
                "Authorization: Bearer " + unsigned("{\"alg\":\"RS256\",\"kid\":\"x\"}"));
        String token = TestIssuer.token("alice");
        assertCounted(Refusal.FORGED,
                "Authorization: Bearer " + token.substring(0, token.lastIndexOf('.')) + "." + "A".repeat(342));
        assertCounted(Refusal.FORGED, "Authorization: Bearer rg.AAAA");
        assertCounted(Refusal.EXPIRED, "Authorization: Bearer "
                + TestIssuer.token("alice", claims -> claims.expirationTime(new Date(0))));
        assertCounted(Refusal.EXPIRED, "Authorization: Bearer " + expiredGrant());
        assertCounted(Refusal.UNFIT_CLAIMS,
                "Authorization: Bearer " + TestIssuer.token("alice", claims -> claims.audience("another")));
    }

    @Test
    void soIsWhatWasRevokedInTheMiddleOfAConnection() {
        String key = FILE.add("k2", "bob", "read");
        await().until(() -> send("Authorization: Bearer " + key).startsWith("HTTP/1.1 200 "));
        double before = refused(Refusal.REVOKED);
        try (JsonSocket socket = JsonSocket.connect(URI.create("ws://127.0.0.1:" + server.port() + "/ws"),
                Map.of("Authorization", "Bearer " + key))) {
            FILE.remove("k2");
            assertThat(socket.awaitClose(LIMIT)).contains(1008);
        }
        assertThat(refused(Refusal.REVOKED)).isEqualTo(before + 1);
    }

    private static void assertCounted(Refusal reason, String header) {
        double before = refused(reason);
        assertThat(send(header)).startsWith("HTTP/1.1 401 ");
        assertThat(refused(reason)).as(header).isEqualTo(before + 1);
    }

    private static double refused(Refusal reason) {
        return server.meter("rivulet_gateway_credentials_refused_total{reason=\"" + reason.code() + "\"}");
    }

    private static String send(String header) {
        return server.send(request("GET", "/v1/models", "Host: localhost\r\n", header + "\r\n"));
    }

    private static String unsigned(String header) {
        return base64(header) + "." + base64("{}") + ".AAAA";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String expiredGrant() {
        Principal alice = Principal.of("rivulet", "alice");
        return grants(InstantSource.fixed(Instant.EPOCH)).issue(
                new Caller(alice, EnumSet.allOf(Scope.class), Optional.empty()), alice.session("s"), Optional.empty(),
                Grant.Access.READ, Duration.ofHours(1)).text();
    }

    private static Grants grants(InstantSource clock) {
        return new Grants(SECRETS, Duration.ofHours(1), clock);
    }
}
