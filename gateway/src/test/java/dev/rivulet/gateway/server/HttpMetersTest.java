package dev.rivulet.gateway.server;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpMetersTest {

    private static final String REQUESTS = "rivulet_gateway_http_requests_total";
    private static final String TURNS = "/v1/sessions/s/turns";

    private final StartedServer started = new StartedServer(Map.of());

    @AfterEach
    void close() {
        started.close();
    }

    @Test
    void requestsAreCountedByTheTemplateOfTheirRouteHoweverManyPathsAndMethodsClientsMakeUp() {
        for (int i = 0; i < 50; i++) {
            started.send(started.request("/v1/sessions/name-" + i));
            started.send(started.request("/made/up/" + i));
            started.send(started.request(TURNS + i).method("MADE-UP-" + i, BodyPublishers.noBody()));
            started.send(started.request(TURNS).method("MADE-UP-" + i, BodyPublishers.noBody()));
        }
        post("{\"prompt\":\"hi\"}");
        post("no JSON");

        assertThat(started.series(REQUESTS)).containsExactlyInAnyOrder(
                "{method=\"GET\",route=\"/v1/sessions/:session\",status=\"503\"} 50.0",
                "{method=\"GET\",route=\"other\",status=\"404\"} 50.0",
                "{method=\"other\",route=\"other\",status=\"404\"} 50.0",
                "{method=\"other\",route=\"/v1/sessions/:session/turns\",status=\"405\"} 50.0",
                "{method=\"POST\",route=\"/v1/sessions/:session/turns\",status=\"503\"} 1.0",
                "{method=\"POST\",route=\"/v1/sessions/:session/turns\",status=\"400\"} 1.0");
    }

    @Test
    void theBucketsTellAFifthOfASecondFromAWholeOne() {
        started.send(started.request("/v1/models"));

        assertThat(started.series("rivulet_gateway_http_response_seconds_bucket")).hasSize(15)
                .anyMatch(line -> line.contains("le=\"0.2\"")).anyMatch(line -> line.contains("le=\"0.5\""))
                .anyMatch(line -> line.contains("le=\"1.0\""));
    }

    @Test
    void aRequestWhoseClientLeavesBeforeTheResponseIsCountedToo() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", started.server().port())) {
            socket.getOutputStream().write(("POST " + TURNS + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.setSoLinger(true, 0);
        }
        await().untilAsserted(() -> assertThat(started.series(REQUESTS)).containsExactly(
                "{method=\"POST\",route=\"/v1/sessions/:session/turns\",status=\"aborted\"} 1.0"));
    }

    @Test
    void aWebSocketIsCountedWhenItOpens() {
        started.http().newWebSocketBuilder().buildAsync(
                URI.create("ws://127.0.0.1:" + started.server().port() + "/ws"), new WebSocket.Listener() {}).join()
                .abort();

        await().untilAsserted(() -> assertThat(started.series(REQUESTS))
                .containsExactly("{method=\"GET\",route=\"/ws\",status=\"101\"} 1.0"));
    }

    private void post(String json) {
        started.send(started.request(TURNS).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }
}
