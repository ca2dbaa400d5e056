package dev.rivulet.testkit.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SseClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SseClient client = new SseClient();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void framesBecomeEventsUntilTheServerEnds() throws Exception {
        String body = ": hello\n\nid: 7\nevent: delta\ndata: first\n\ndata: second\n\n";
        try (WireServer server = WireServer.ending(WireServer.SSE_HEAD + body)) {
            SseStream stream = client.get(server.url());
            assertThat(stream.awaitEnd(TIMEOUT)).contains(new StreamEnd.EndedByServer());
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).contains("text/event-stream");
            assertThat(stream.events()).containsExactly(new SseEvent("7", "delta", "first"),
                    new SseEvent("7", "message", "second"));
        }
    }

    @Test
    void linesOfDataAreJoinedAndOnlyRealLineEndsSplit() throws Exception {
        String body = "data: one\ndata: two\n\ndata: a\u2028b\u0085c ünï 🌊\n\n";
        try (WireServer server = WireServer.ending(WireServer.SSE_HEAD + body)) {
            SseStream stream = client.get(server.url());
            assertThat(stream.next(TIMEOUT)).map(SseEvent::data).contains("one\ntwo");
            assertThat(stream.next(TIMEOUT)).map(SseEvent::data).contains("a\u2028b\u0085c ünï 🌊");
            assertThat(stream.next(TIMEOUT)).isEmpty();
        }
    }

    @Test
    void aCutReachesTheServerAndIsToldFromItsEnding() throws Exception {
        try (WireServer server = WireServer.open(WireServer.SSE_HEAD + "data: x\n\n")) {
            SseStream stream = client.get(server.url());
            assertThat(stream.next(TIMEOUT)).isPresent();
            stream.cut();
            server.clientGone().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            assertThat(stream.awaitEnd(TIMEOUT)).contains(new StreamEnd.Cut());
        }
    }

    @Test
    void aBodyCutShortIsAFailure() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (WireServer server = WireServer.ending(head + "9\r\ndata: x\n\n\r\n")) {
            SseStream stream = client.get(server.url());
            assertThat(stream.awaitEnd(TIMEOUT)).containsInstanceOf(StreamEnd.Failed.class);
            assertThat(stream.events()).hasSize(1);
        }
    }

    @Test
    void whatIsNoEventStreamIsRejectedWithItsBody() throws Exception {
        String response = "HTTP/1.1 409 Conflict\r\nContent-Type: application/problem+json\r\n"
                + "Content-Length: 13\r\n\r\n"
                + "{\"code\":\"no\"}";
        try (WireServer server = WireServer.ending(response)) {
            SseStream stream = client.post(server.url(), "{}", Map.of("Idempotency-Key", "k"));
            assertThat(stream.awaitEnd(TIMEOUT)).contains(new StreamEnd.Rejected(409, "{\"code\":\"no\"}"));
            assertThat(stream.awaitHeaders(TIMEOUT)).isTrue();
        }
        try (WireServer server = WireServer
                .ending("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")) {
            assertThat(client.get(server.url()).awaitEnd(TIMEOUT)).contains(new StreamEnd.Rejected(202, "{}"));
        }
    }

    @Test
    void nobodyListeningIsAFailure() throws Exception {
        String url;
        try (WireServer server = WireServer.open("")) {
            url = server.url();
        }
        SseStream stream = client.get(url);
        assertThat(stream.awaitEnd(TIMEOUT)).containsInstanceOf(StreamEnd.Failed.class);
        assertThat(stream.awaitHeaders(TIMEOUT)).isFalse();
        assertThat(stream.next(Duration.ofSeconds(1))).isEqualTo(Optional.empty());
    }
}
