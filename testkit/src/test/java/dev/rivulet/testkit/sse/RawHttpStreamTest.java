package dev.rivulet.testkit.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RawHttpStreamTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Test
    void commentsAndFramesAreSeenByteForByte() throws Exception {
        String wire = WireServer.SSE_HEAD + ": ping\n\ndata: é\n\n";
        try (WireServer server = WireServer.ending(wire);
                RawHttpStream raw = RawHttpStream.get(server.url(), Map.of())) {
            assertThat(raw.head(TIMEOUT)).startsWith("HTTP/1.1 200 OK\r\n");
            raw.awaitClosed(TIMEOUT);
            assertThat(raw.wire()).isEqualTo(wire.getBytes(UTF_8));
            assertThat(raw.bodyToEnd(TIMEOUT)).isEqualTo(new RawBody(": ping\n\ndata: é\n\n", false));
        }
    }

    @Test
    void chunksAreJoinedAndOnlyTheLastOneCompletes() throws Exception {
        try (WireServer server = WireServer.ending(CHUNKED + "3\r\nab\n\r\n1\r\nc\r\n0\r\n\r\n");
                RawHttpStream raw = RawHttpStream.get(server.url(), Map.of())) {
            assertThat(raw.bodyToEnd(TIMEOUT)).isEqualTo(new RawBody("ab\nc", true));
        }
        try (WireServer server = WireServer.ending(CHUNKED + "3\r\nab\n\r\n5\r\nc");
                RawHttpStream raw = RawHttpStream.get(server.url(), Map.of())) {
            assertThat(raw.bodyToEnd(TIMEOUT)).isEqualTo(new RawBody("ab\nc", false));
        }
    }

    @Test
    void silenceIsATimeoutThatShowsWhatCame() throws Exception {
        try (WireServer server = WireServer.open(CHUNKED + "2\r\nhi\r\n");
                RawHttpStream raw = RawHttpStream.get(server.url(), Map.of())) {
            assertThat(raw.bodyUntil("hi", TIMEOUT)).isEqualTo("hi");
            assertThatThrownBy(() -> raw.bodyUntil("there", Duration.ofMillis(50))).hasMessageContaining("hi");
            raw.cut();
            server.clientGone().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
