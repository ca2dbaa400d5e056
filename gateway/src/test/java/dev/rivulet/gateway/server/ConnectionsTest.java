package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.rest;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static dev.rivulet.gateway.server.EdgeServer.write;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection may take: time to send a request and a place among the others. */
class ConnectionsTest {

    private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String GET = "GET /healthz" + HEAD + "\r\n";
    private static final String POST = "POST /v1/sessions/s/turns" + HEAD
            + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n";
    private static final String CHUNKED = "POST /v1/sessions/s/turns" + HEAD
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Duration NOW_AND_THEN = Duration.ofMillis(100);
    private static final Map<String, String> IMPATIENT = Map.of("rivulet.http.header-timeout", "500ms",
            "rivulet.http.body-timeout", "500ms", "rivulet.http.idle-timeout", "1s");

    @Test
    void halfSentRequestsAreRefusedWhenTheirTimeIsOver() throws IOException {
        try (EdgeServer server = EdgeServer.with(IMPATIENT)) {
            List<Socket> halves = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                halves.add(server.connect());
                halves.add(server.connect());
                halves.add(server.connect());
                write(halves.get(3 * i), "GET /hea");
                write(halves.get(3 * i + 1), "GET /healthz" + HEAD + "X-Slow: ");
                write(halves.get(3 * i + 2), POST + "{\"pro");
            }
            for (Socket half : halves) {
                String response = rest(half);
                assertThat(status(response)).isEqualTo(408);
                assertThat(response).contains("\"code\":\"request_timeout\"").containsIgnoringCase("connection: close");
                half.close();
            }
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
        }
    }

    @Test
    void aClientThatSendsAByteNowAndThenGetsNoMoreTime() throws IOException {
        try (EdgeServer server = EdgeServer.with(IMPATIENT);
                Socket head = server.connect();
                Socket body = server.connect()) {
            write(body, POST);
            AtomicInteger bytes = new AtomicInteger();
            await().pollInterval(NOW_AND_THEN).until(() -> isAnsweredOrSends(head, "G", bytes)
                    & isAnsweredOrSends(body, " ", bytes));
            assertThat(bytes).hasValueGreaterThan(2);
            assertThat(status(responseHead(head))).isEqualTo(408);
            assertThat(status(responseHead(body))).isEqualTo(408);
        }
    }

    private static boolean isAnsweredOrSends(Socket socket, String next, AtomicInteger sent) throws IOException {
        if (socket.getInputStream().available() > 0) {
            return true;
        }
        write(socket, next);
        sent.incrementAndGet();
        return false;
    }

    @Test
    void aConnectionThatAsksForNothingIsClosedWithoutAWord() throws IOException {
        try (EdgeServer server = EdgeServer.with(IMPATIENT);
                Socket silent = server.connect();
                Socket served = server.connect()) {
            write(served, GET);
            assertThat(rest(silent)).isEmpty();
            assertThat(rest(served)).startsWith("HTTP/1.1 200").endsWith("{\"status\":\"ok\"}");
        }
    }

    @Test
    void aConnectionStaysOpenBetweenRequestsThatComeInTime() throws IOException {
        Map<String, String> settings = new HashMap<>(IMPATIENT);
        settings.put("rivulet.http.idle-timeout", "5s");
        try (EdgeServer server = EdgeServer.with(settings); Socket socket = server.connect()) {
            for (int i = 0; i < 3; i++) {
                write(socket, GET);
                assertThat(responseHead(socket)).startsWith("HTTP/1.1 200");
                awaitEndOfABody(server);
            }
        }
    }

    /** Waits longer than a request may take, and shorter than a connection may be idle. */
    private static void awaitEndOfABody(EdgeServer server) throws IOException {
        try (Socket half = server.connect()) {
            write(half, POST);
            assertThat(status(rest(half))).isEqualTo(408);
        }
    }

    @Test
    void connectionsBeyondTheMaximumAreRefusedUntilOneIsClosed() throws IOException {
        try (EdgeServer server = EdgeServer.with(Map.of("rivulet.http.max-connections", "4",
                "rivulet.http.max-connections-per-address", "3"))) {
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                open.add(served(server.connect()));
            }
            assertRefused(server.connect());
            open.add(served(server.connectFrom("127.0.0.2")));
            assertRefused(server.connectFrom("127.0.0.2"));
            assertThat(server.meter("rivulet_gateway_connections_open")).isEqualTo(4);
            open.getFirst().close();
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 3);
            open.add(served(server.connect()));
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aReaderThatTakesNothingIsClosedAndASlowOneIsNot() throws IOException {
        try (EdgeServer server = EdgeServer.with(Map.of("rivulet.http.stalled-reader-timeout", "3s"));
                Socket first = server.connect();
                Socket stalled = server.connectWithSmallBuffer();
                Socket slow = server.connectWithSmallBuffer()) {
            write(first, "GET /" + HEAD + "Connection: close\r\n\r\n");
            String asset = "GET /" + rest(first).replaceFirst("(?s).*\"(assets/[^\"]+markdown-it.mjs)\".*", "$1")
                    + HEAD;
            String all = (asset + "\r\n").repeat(15) + asset + "Connection: close\r\n\r\n";
            write(stalled, all);
            write(slow, all);
            AtomicInteger taken = new AtomicInteger();
            await().pollInterval(NOW_AND_THEN.dividedBy(5)).until(() -> {
                taken.addAndGet(slow.getInputStream().readNBytes(8_192).length);
                return server.meter("rivulet_gateway_readers_stalled_total") > 0;
            });
            long rest = slow.getInputStream().readAllBytes().length;
            assertThat(taken.get() + rest).isGreaterThan(16 * 124_000);
            assertThat(server.meter("rivulet_gateway_readers_stalled_total")).isEqualTo(1);
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsRequestIsNoFault() throws IOException {
        try (EdgeServer server = EdgeServer.with(Map.of())) {
            try (Socket leaving = server.connect()) {
                write(leaving, POST + "{");
                await().until(() -> server.meter("rivulet_gateway_connections_open") == 1);
            }
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
            assertThat(server.meter("rivulet_gateway_prompts_refused_total{code=\"internal\"}")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5g\r\nhello\r\n0\r\n\r\n", "\u00e4\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n",
            "ffffffffffff\r\nhello", "5\r\nhello\r\n0\r\nno colon\r\n\r\n"})
    void aMalformedBodyIsRefusedAsOne(String body) throws IOException {
        try (EdgeServer server = EdgeServer.with(Map.of()); Socket socket = server.connect()) {
            write(socket, CHUNKED);
            write(socket, body);
            String response = rest(socket);
            assertThat(status(response)).isEqualTo(400);
            assertThat(response).contains("\"code\":\"bad_request\"").containsIgnoringCase("connection: close");
            assertThat(response.split("HTTP/1.1")).hasSize(2);
            assertThat(server.meter("rivulet_gateway_connections_refused_total{code=\"bad_request\"}")).isEqualTo(1);
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
        }
    }

    @Test
    void aMalformedBodyOfAPipelinedRequestIsRefusedAfterTheOthersAreAnswered() throws IOException {
        try (EdgeServer server = EdgeServer.with(Map.of()); Socket socket = server.connect()) {
            write(socket, GET + CHUNKED + "-5\r\n");
            assertThat(rest(socket)).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1 400")
                    .doesNotContain("HTTP/1.1 5");
            await().until(() -> server.meter("rivulet_gateway_connections_open") == 0);
        }
    }

    @Test
    void theNumberOfConnectionsFollowsFromTheHeap() {
        HttpConfig http = Config.of(Map.of(), Map.of()).section(HttpConfig.class, HttpConfig.PREFIX);
        assertThat(ConnectionGuard.roomFor(http, 1L << 30)).isEqualTo(8_192);
        assertThat(ConnectionGuard.roomFor(http, 64L << 20)).isEqualTo(512);
        assertThat(ConnectionGuard.roomFor(http, 1)).isEqualTo(1);
    }

    @Test
    void anHttp10ConnectionEndsWithItsResponse() throws IOException {
        try (EdgeServer server = EdgeServer.with(Map.of()); Socket socket = server.connect()) {
            write(socket, "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(rest(socket)).startsWith("HTTP/1.0 200").endsWith("{\"status\":\"ok\"}")
                    .doesNotContainIgnoringCase("keep-alive");
        }
    }

    private static Socket served(Socket socket) throws IOException {
        write(socket, GET);
        assertThat(responseHead(socket)).startsWith("HTTP/1.1 200");
        return socket;
    }

    private static void assertRefused(Socket socket) throws IOException {
        try (socket) {
            String response = rest(socket);
            assertThat(status(response)).isEqualTo(503);
            assertThat(response).contains("\"code\":\"too_many_connections\"").containsIgnoringCase("retry-after");
        }
    }

    /** Reads what has come of a response: at least its head, and its body, which is short. */
    private static String responseHead(Socket socket) throws IOException {
        byte[] some = new byte[4_096];
        int length = socket.getInputStream().read(some);
        return length < 0 ? "" : new String(some, 0, length, StandardCharsets.UTF_8);
    }
}
