package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.KeysFile;
import dev.rivulet.gateway.identity.KeysOrTokens;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.gateway.identity.jwt.BadTokens;
import dev.rivulet.gateway.identity.jwt.JwtAuthentication;
import dev.rivulet.gateway.identity.jwt.TestIssuer;
import dev.rivulet.testkit.wait.Waiting;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A server that takes tokens, and what it is sent in their place. */
class TokensTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String SOCKET = "GET /ws HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final TestIssuer issuer = new TestIssuer();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(issuer));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void aTokenOfTheIssuerIsTaken() {
        EdgeServer server = server(Map.of());
        String token = TestIssuer.token("alice");
        for (int i = 0; i < 3; i++) {
            assertThat(models(server, token)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.head(SOCKET + "Sec-WebSocket-Protocol: rivulet, bearer." + token + "\r\n\r\n"))
                .startsWith("HTTP/1.1 101 ").doesNotContain(token);
        assertThat(server.send(request("GET", "/", HOST, "Cookie: __Host-rivulet-key=" + token + "\r\n")))
                .contains("<title>Rivulet</title>");
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void anythingElseIsRefusedWithAReasonAndNothingOfItIsRepeated() {
        EdgeServer server = server(Map.of());
        BadTokens.all().forEach((what, token) -> {
            String answer = models(server, token);
            assertThat(answer).as(what).startsWith("HTTP/1.1 401 ").contains("\"code\":\"invalid_key\"")
                    .containsIgnoringCase("www-authenticate: Bearer realm=\"rivulet\", error=\"invalid_token\"\r\n");
            assertThat(token.isEmpty() || !answer.contains(token)).as(what).isTrue();
            assertThat(server.head(SOCKET + "Authorization: Bearer " + token + "\r\n\r\n")).as(what)
                    .startsWith("HTTP/1.1 401 ");
        });
        assertThat(server.send(request("GET", "/v1/models", HOST))).startsWith("HTTP/1.1 401 ")
                .contains("unauthenticated").doesNotContain("invalid_token");
    }

    @Test
    void aTokenWithoutAScopeIsNotEnough() {
        EdgeServer server = server(Map.of());
        String reads = TestIssuer.token("alice", claims -> claims.claim("scope", "openid read"));
        assertThat(get(server, "/v1/sessions/s", reads)).startsWith("HTTP/1.1 503 ").contains("kafka_unavailable");
        assertThat(get(server, "/stream?prompt=hi", reads)).startsWith("HTTP/1.1 403 ").contains("missing_scope")
                .containsIgnoringCase("error=\"insufficient_scope\"");
    }

    @Test
    void aTokenInAQueryIsNotLookedAt() {
        EdgeServer server = server(Map.of());
        String token = TestIssuer.token("alice");
        for (String name : new String[]{"access_token", "token", "jwt"}) {
            String target = "/v1/sessions/s/turns?" + name + "=" + token;
            assertThat(status(server.send(request("GET", target, HOST)))).isEqualTo(401);
            assertThat(get(server, target, token)).startsWith("HTTP/1.1 400 ").contains("unknown_field")
                    .doesNotContain(token);
        }
    }

    @Test
    void aTokenOfTenMegabytesIsRefusedAndTheServerGoesOn() {
        EdgeServer server = server(Map.of());
        try {
            assertThat(models(server, "a".repeat(10 << 20))).doesNotStartWith("HTTP/1.1 2");
        } catch (UncheckedIOException cut) {
            // The server need not read it to its end.
        }
        String body = "{\"key\":\"" + "a".repeat(100_000) + "\"}";
        assertThat(server.send(request("POST", "/login", HOST, "Content-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n") + body)).startsWith("HTTP/1.1 401 ").contains("longer than is allowed");
        assertThat(models(server, TestIssuer.token("alice"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aFloodOfUnknownKeysCausesFewFetchesAndDelaysNobody() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.min-refresh-interval", "1h"));
        List<CompletableFuture<String>> flood = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String unknown = BadTokens.ofUnknownKey("kid-" + i);
            flood.add(CompletableFuture.supplyAsync(() -> models(server, unknown), run -> Thread.ofVirtual()
                    .start(run)));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(models(server, TestIssuer.token("user-" + i))).startsWith("HTTP/1.1 200 ");
        }
        assertThat(issuer.fetches()).isEqualTo(1);
        assertThat(flood).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whoSendsUnknownKeysIsAnsweredAfterOneFetchForAll() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.min-refresh-interval", "500ms"));
        long begun = System.nanoTime();
        List<CompletableFuture<String>> flood = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String unknown = BadTokens.ofUnknownKey("kid-" + i);
            flood.add(CompletableFuture.supplyAsync(() -> models(server, unknown), run -> Thread.ofVirtual()
                    .start(run)));
        }
        assertThat(flood).allSatisfy(answer -> assertThat(answer.join()).startsWith("HTTP/1.1 401 "));
        long allowed = 2 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 500;
        assertThat((long) issuer.fetches()).isLessThanOrEqualTo(allowed);
    }

    @Test
    void theIssuersNewKeyIsTakenAsSoonAsItIsUsed() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.refresh-interval", "1h"));
        assertThat(models(server, BadTokens.ofNewKey())).startsWith("HTTP/1.1 401 ");
        BadTokens.publishNewKey(issuer);
        await().until(() -> status(models(server, BadTokens.ofNewKey())) == 200);
        assertThat(models(server, TestIssuer.token("alice"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aTokenIsNotTakenAnyMoreWhenItsKeyIsWithdrawn() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.refresh-interval", "200ms"));
        String token = TestIssuer.token("alice");
        assertThat(models(server, token)).startsWith("HTTP/1.1 200 ");
        BadTokens.publishOnlyNewKey(issuer);
        await().until(() -> status(models(server, token)) == 401);
    }

    @Test
    void whileTheIssuerIsAwayAtTheStartTokensAreNeitherTakenNorRefused() {
        for (Map.Entry<Integer, String> away : List.of(Map.entry(500, ""), Map.entry(200, "<html>Sign in</html>"),
                Map.entry(200, "{\"keys\":[]}"))) {
            issuer.answer(away.getKey(), away.getValue());
            EdgeServer server = start(issuer.open(Map.of()));
            String token = TestIssuer.token("alice");
            assertThat(models(server, token)).startsWith("HTTP/1.1 503 ").contains("identity_unavailable")
                    .containsIgnoringCase("retry-after: ");
            assertThat(server.send(request("GET", "/stream?prompt=hi", HOST, bearer(token),
                    "Accept: text/event-stream\r\n"))).startsWith("HTTP/1.1 200 ").contains("retry: ");
            assertThat(server.send(request("GET", "/healthz", HOST))).startsWith("HTTP/1.1 200 ");
            issuer.recover();
            await().until(() -> status(models(server, token)) == 200);
        }
    }

    @Test
    void anIssuerThatIsSlowAtTheStartIsNotWaitedFor() {
        CountDownLatch ended = new CountDownLatch(1);
        BadTokens.answerAfter(issuer, ended);
        EdgeServer server = start(issuer.open(Map.of("rivulet.auth.jwt.fetch-timeout", "200ms")));
        await().until(() -> issuer.fetches() == 1);
        assertThat(models(server, TestIssuer.token("alice"))).startsWith("HTTP/1.1 503 ");
        await().until(() -> issuer.fetches() == 2);
        issuer.recover();
        await().until(() -> status(models(server, TestIssuer.token("alice"))) == 200);
        ended.countDown();
    }

    @Test
    void aSlowIssuerDelaysNobodyWhoseKeyIsKnown() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.refresh-interval", "200ms"));
        CountDownLatch ended = new CountDownLatch(1);
        int before = issuer.fetches();
        BadTokens.answerAfter(issuer, ended);
        await().until(() -> issuer.fetches() > before);
        for (int i = 0; i < 20; i++) {
            assertThat(models(server, TestIssuer.token("user-" + i))).startsWith("HTTP/1.1 200 ");
        }
        ended.countDown();
    }

    @Test
    void anIssuerThatGoesAwayLaterIsNotNoticed() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.refresh-interval", "200ms"));
        issuer.answer(200, "<html>Sign in</html>");
        int before = issuer.fetches();
        await().until(() -> issuer.fetches() > before + 2);
        assertThat(models(server, TestIssuer.token("alice"))).startsWith("HTTP/1.1 200 ");
        assertThat(models(server, BadTokens.ofUnknownKey("new"))).startsWith("HTTP/1.1 503 ")
                .contains("identity_unavailable");
    }

    @Test
    void aTokenIsNotTakenAfterItsTimeHoweverOftenItWasBefore() {
        EdgeServer server = server(Map.of("rivulet.auth.jwt.clock-tolerance", "0s"));
        String token = TestIssuer.token("alice",
                claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(6))));
        assertThat(models(server, token)).startsWith("HTTP/1.1 200 ");
        await().until(() -> status(models(server, token)) == 401);
    }

    @Test
    void keysOfAFileAreTakenBesideTokens() {
        TestKeys file = TestKeys.create();
        opened.add(file);
        String key = file.add("k1", "alice", "read");
        KeysFile keys = file.open();
        opened.add(keys);
        JwtAuthentication tokens = issuer.open(Map.of());
        EdgeServer server = start(new KeysOrTokens(keys, tokens));
        await().until(() -> tokens.problem().isEmpty());
        assertThat(models(server, key)).startsWith("HTTP/1.1 200 ");
        assertThat(models(server, TestIssuer.token("alice"))).startsWith("HTTP/1.1 200 ");
        assertThat(models(server, key + "x")).startsWith("HTTP/1.1 401 ");
        assertThat(models(server, "x" + key)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void logsAndMetricsHaveNothingOfATokenOrItsPrincipal() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.rivulet");
        Level before = ours.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        ours.setLevel(Level.DEBUG);
        try {
            EdgeServer server = server(Map.of());
            String token = TestIssuer.token("principal-of-this-test");
            models(server, token);
            get(server, "/v1/sessions/s", token);
            List<String> secrets = new ArrayList<>(List.of(token, "principal-of-this-test"));
            BadTokens.all().forEach((what, bad) -> {
                models(server, bad);
                if (bad.length() > 20) {
                    secrets.add(bad.substring(bad.length() - 20));
                }
            });
            String metrics = server.metrics();
            String lines = List.copyOf(log.list).stream()
                    .map(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy())
                    .toList().toString();
            assertThat(lines).isNotEqualTo("[]");
            assertThat(secrets).noneMatch(lines::contains).noneMatch(metrics::contains);
        } finally {
            ours.setLevel(before);
            root.detachAppender(log);
        }
    }

    /** Returns a server that has the issuer's keys. */
    private EdgeServer server(Map<String, String> settings) {
        JwtAuthentication tokens = issuer.open(settings);
        EdgeServer server = start(tokens);
        Waiting.await().until(() -> tokens.problem().isEmpty());
        return server;
    }

    private EdgeServer start(Authentication authentication) {
        EdgeServer server = EdgeServer.with(Map.of(), authentication);
        opened.add(server);
        opened.add(authentication); // closed first: who waits for keys is answered
        return server;
    }

    private static String models(EdgeServer server, String credential) {
        return get(server, "/v1/models", credential);
    }

    private static String get(EdgeServer server, String target, String credential) {
        return server.send(request("GET", target, HOST, bearer(credential)));
    }

    private static String bearer(String credential) {
        return "Authorization: Bearer " + credential + "\r\n";
    }
}
