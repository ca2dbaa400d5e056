package dev.rivulet.local.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may kill processes: the page of the gateways, and nobody else. */
class ControlServerTest {

    private static final int GATEWAY = 8080;
    private static final int OTHER_GATEWAY = 8081;

    private final List<String> killed = new ArrayList<>();
    private ControlServer server;
    private Map<String, String> headers;

    @BeforeEach
    void start() {
        server = new ControlServer();
        server.start(List.of(GATEWAY, OTHER_GATEWAY), Map.of("/kill-worker", (gateway, session) -> {
            if (session.equals("idle")) {
                throw new NotNowException("Nobody writes.");
            }
            killed.add(gateway + " " + session);
            return Map.of("killed", "worker 1");
        }));
        headers = new LinkedHashMap<>(Map.of("Host", "127.0.0.1:" + server.url().getPort(), "Origin",
                "http://127.0.0.1:" + GATEWAY, "Content-Type", "application/json", "Authorization",
                "Bearer " + server.secret()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageOfAGatewayKillsTheWorkerOfItsSession() throws IOException {
        assertThat(call("POST", "/kill-worker", "{\"session\":\"s\"}")).startsWith("HTTP/1.1 200")
                .contains("Access-control-allow-origin: http://127.0.0.1:" + GATEWAY + "\r\n")
                .endsWith("{\"killed\":\"worker 1\"}");
        headers.put("Origin", "http://localhost:" + OTHER_GATEWAY);
        headers.put("Host", "localhost:" + server.url().getPort());
        headers.put("Content-Type", "application/json; charset=utf-8");
        assertThat(call("POST", "/kill-worker", "{\"session\":\"t\"}")).startsWith("HTTP/1.1 200");
        assertThat(killed).containsExactly("0 s", "1 t");
    }

    @Test
    void aBrowserIsToldThatThatPageMayCall() throws IOException {
        headers.remove("Authorization");
        assertThat(call("OPTIONS", "/kill-worker", "")).startsWith("HTTP/1.1 204")
                .contains("Access-control-allow-origin: http://127.0.0.1:" + GATEWAY + "\r\n")
                .contains("Access-control-allow-headers: authorization, content-type\r\n");
        assertThat(killed).isEmpty();
    }

    @Test
    void withoutTheSecretNothingIsKilled() throws IOException {
        headers.remove("Authorization");
        refused(403, "POST");
        headers.put("Authorization", "Bearer ");
        refused(403, "POST");
        headers.put("Authorization", "Bearer " + server.secret() + "x");
        refused(403, "POST");
    }

    @Test
    void aPageOfAnotherOriginKillsNothingEvenWithTheSecret() throws IOException {
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:" + (GATEWAY + 2),
                "https://127.0.0.1:" + GATEWAY, "http://127.0.0.1:" + GATEWAY + ".evil.example")) {
            headers.put("Origin", origin);
            assertThat(refused(403, "POST")).doesNotContainIgnoringCase("access-control");
            assertThat(refused(403, "OPTIONS")).doesNotContainIgnoringCase("access-control");
        }
        headers.remove("Origin");
        refused(403, "POST");
    }

    @Test
    void aReboundNameKillsNothing() throws IOException {
        for (String host : List.of("evil.example", "evil.example:" + server.url().getPort(), "127.0.0.1", "",
                "127.0.0.1:" + server.url().getPort() + "\r\nHost: evil.example")) {
            headers.put("Host", host);
            refused(421, "POST");
        }
    }

    @Test
    void whatAFormOrAnImageCanSendKillsNothing() throws IOException {
        refused(405, "GET");
        refused(405, "DELETE");
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
            headers.put("Content-Type", type);
            refused(415, "POST");
        }
        headers.remove("Content-Type");
        refused(415, "POST");
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        assertThat(call("POST", "/kill-worker", "{\"session\":\"idle\"}")).startsWith("HTTP/1.1 409")
                .endsWith("{\"detail\":\"Nobody writes.\"}");
        assertThat(call("POST", "/halt", "{}")).startsWith("HTTP/1.1 404");
        assertThat(call("POST", "/kill-worker", "{\"session\":")).startsWith("HTTP/1.1 400");
        assertThat(call("POST", "/kill-worker", "")).startsWith("HTTP/1.1 400");
        assertThat(call("POST", "/kill-worker", "[".repeat(8_000))).startsWith("HTTP/1.1 400");
        assertThat(killed).isEmpty();
    }

    private String refused(int status, String method) throws IOException {
        String answer = call(method, "/kill-worker", "{\"session\":\"s\"}");
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(killed).isEmpty();
        return answer;
    }

    /** Returns the whole response, as it was sent. */
    private String call(String method, String path, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
            StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n"
                    + "Content-Length: " + body.length() + "\r\n");
            headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
            socket.getOutputStream().write((request + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
