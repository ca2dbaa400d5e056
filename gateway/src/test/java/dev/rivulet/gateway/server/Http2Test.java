package dev.rivulet.gateway.server;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Http2Client;
import dev.rivulet.gateway.Http2Client.Response;
import dev.rivulet.gateway.identity.KeysFile;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.tls.TestCertificate;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.HostAndPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a connection of HTTP/2 may take, and what differs from HTTP/1.1 otherwise. */
class Http2Test {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TestCertificate CERTIFICATE = AUTHORITY.issue("gateway");
    private static final Pattern ASSETS = Pattern.compile("assets/[0-9a-f]+/");

    @AfterAll
    static void stop() {
        AUTHORITY.close();
    }

    @Test
    void theHostIsThatOfTheAuthority() {
        try (EdgeServer server = server(Map.of()); Http2Client client = new Http2Client(AUTHORITY, server.port())) {
            Response own = client.get("/healthz");
            assertThat(own.status()).isEqualTo(200);
            assertThat(own.version()).isEqualTo(HttpVersion.HTTP_2);
            HttpClientRequest foreign = client.open(HttpMethod.GET, "/healthz")
                    .authority(HostAndPort.create("evil.example.com", server.port()));
            assertThat(foreign.send().map(response -> response.statusCode()).await()).isEqualTo(421);
            assertThat(client.get("/healthz", List.of("Origin", "https://evil.example.com")).status())
                    .isEqualTo(403);
            assertThat(client.get("/healthz", List.of("Origin", "https://127.0.0.1:" + server.port())).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theKeyIsFoundAmongCookiesThatComeOneInEachHeader() {
        try (TestKeys keys = TestKeys.create()) {
            String key = keys.add("k1", "alice", "read");
            try (KeysFile authentication = keys.open();
                    EdgeServer server = EdgeServer.with(settings(Map.of()), authentication);
                    Http2Client client = new Http2Client(AUTHORITY, server.port())) {
                assertThat(client.get("/v1/models", List.of("Cookie", "other=1", "Cookie", "__Host-rivulet-key=" + key,
                        "Cookie", "third=3")).status()).isEqualTo(200);
                assertThat(client.get("/v1/models", List.of("Cookie", "other=1")).status()).isEqualTo(401);
            }
        }
    }

    @Test
    void noWebSocketIsOpenedAndNoHeaderOfHttp11IsSent() {
        try (EdgeServer server = server(Map.of()); Http2Client client = new Http2Client(AUTHORITY, server.port())) {
            Response refused = client.get("/ws");
            assertThat(refused.status()).isEqualTo(426);
            assertThat(refused.header("connection")).isNull();
            assertThat(refused.header("upgrade")).isNull();
            assertThat(refused.rest()).contains("upgrade_required");
        }
    }

    @Test
    void eachStreamBeyondTheFirstTakesAPlaceAmongTheConnections() {
        try (EdgeServer server = server(Map.of("rivulet.http.max-connections", "2",
                "rivulet.http.max-connections-per-address", "2"));
                Http2Client client = new Http2Client(AUTHORITY, server.port())) {
            HttpClientRequest first = client.begin("/v1/sessions/s/turns");
            HttpClientRequest second = client.begin("/v1/sessions/s/turns");
            Response third = client.get("/healthz");
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.rest()).contains("too_many_connections");

            first.reset();
            await().until(() -> client.get("/healthz").status() == 200);
            second.reset();
            await().until(() -> client.get("/healthz").status() == 200);
        }
    }

    @Test
    void aRequestWhoseBodyDoesNotComeIsResetAndItsNeighbourIsNot() {
        try (EdgeServer server = server(Map.of("rivulet.http.body-timeout", "300ms"));
                Http2Client client = new Http2Client(AUTHORITY, server.port())) {
            HttpClientRequest late = client.begin("/v1/sessions/s/turns");
            CompletableFuture<Throwable> loss = late.response().toCompletionStage().toCompletableFuture()
                    .handle((none, failure) -> failure);
            assertThat(loss.join()).isInstanceOf(StreamResetException.class);
            assertThat(client.get("/healthz").status()).isEqualTo(200);
            assertThat(server.meter("rivulet_gateway_connections_open")).isEqualTo(1);
        }
    }

    @Test
    void aStreamWhoseClientReadsNothingIsResetAndItsNeighbourIsNot() {
        try (EdgeServer server = server(Map.of("rivulet.http.stalled-reader-timeout", "300ms"));
                Http2Client client = new Http2Client(AUTHORITY, server.port(), 1_000, 1 << 20)) {
            Matcher folder = ASSETS.matcher(client.get("/").rest());
            assertThat(folder.find()).isTrue();
            Response stalled = client.get("/" + folder.group() + "app.js");
            assertThat(stalled.status()).isEqualTo(200);

            assertThat(client.get("/" + folder.group() + "app.js").rest()).hasSizeGreaterThan(1_000);
            await().until(() -> server.meter("rivulet_gateway_readers_stalled_total") == 1);
            assertThat(stalled.read().loss()).isInstanceOf(StreamResetException.class);
            assertThat(client.get("/" + folder.group() + "app.js").rest()).hasSizeGreaterThan(1_000);
            assertThat(server.meter("rivulet_gateway_connections_open")).isEqualTo(1);
        }
    }

    @Test
    void aConnectionWithoutRequestsIsClosed() {
        try (EdgeServer server = server(Map.of("rivulet.http.idle-timeout", "300ms"));
                Http2Client client = new Http2Client(AUTHORITY, server.port())) {
            HttpClientRequest request = client.open(HttpMethod.GET, "/healthz");
            CompletableFuture<Void> closed = new CompletableFuture<>();
            request.connection().closeHandler(closed::complete);
            assertThat(request.send().map(response -> response.statusCode()).await()).isEqualTo(200);
            closed.join();
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
        }
    }

    private static EdgeServer server(Map<String, String> settings) {
        return EdgeServer.with(settings(settings));
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("rivulet.http.tls.certificate", CERTIFICATE.chain().toString());
        settings.put("rivulet.http.tls.key", CERTIFICATE.key().toString());
        return settings;
    }
}
