package dev.rivulet.testkit.llm;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.sse.RawHttpStream;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatorPaceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int STREAMS = 1_500;

    private LlmSimulator simulator;
    private SseClient client;

    @BeforeEach
    void start() {
        simulator = LlmSimulator.start();
        client = new SseClient();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void tokensKeepTheirDistance() {
        simulator.script(Script.timestamped(5).withTiming(Duration.ofMillis(50), Duration.ofMillis(20)));
        long before = System.nanoTime();
        SseStream stream = open();
        assertThat(stream.awaitEnd(TIMEOUT)).contains(new StreamEnd.EndedByServer());
        List<Long> times = stamps(stream);
        assertThat(times).hasSize(5);
        assertThat(times.getFirst() - before).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
        // The pace is kept from the start on: on a busy machine the first can be late, then it is nearer to the others.
        assertThat(times.getLast() - before).isBetween(Duration.ofMillis(50 + 4 * 20).toNanos(),
                Duration.ofSeconds(5).toNanos());
    }

    @Test
    void manyStreamsAtOnceAllEndWhole() {
        simulator.script(Script.timestamped(10).withTiming(Duration.ofMillis(300), Duration.ofMillis(50)));
        List<SseStream> streams = IntStream.range(0, STREAMS).mapToObj(i -> open()).toList();
        for (SseStream stream : streams) {
            assertThat(stream.awaitEnd(TIMEOUT)).contains(new StreamEnd.EndedByServer());
            assertThat(stamps(stream)).hasSize(10);
        }
        assertThat(simulator.totalRequests()).isEqualTo(STREAMS);
        assertThat(simulator.openStreams()).isZero();
    }

    @Test
    void aClientThatDoesNotReadHoldsItsStreamBack() {
        simulator.script(Script.timestamped(200_000));
        try (RawHttpStream lazy = RawHttpStream.post(url(), Call.streaming("hi"), Map.of())) {
            lazy.head(TIMEOUT);
            SseStream other = client.post(url(), Call.body("hi", "\"stream\":true,\"max_tokens\":5"), Map.of());
            assertThat(other.awaitEnd(TIMEOUT)).contains(new StreamEnd.EndedByServer());
            assertThat(simulator.openStreams()).isEqualTo(1);
        }
        await().until(() -> simulator.closedByClient() == 1);
        assertThat(simulator.finished().getLast().tokens()).isLessThan(100_000);
    }

    private static List<Long> stamps(SseStream stream) {
        String text = Call
                .text(String.join("\n\n", stream.events().stream().map(event -> "data: " + event.data()).toList()));
        return Arrays.stream(text.strip().split(" "))
                .map(stamp -> Long.valueOf(stamp.substring(stamp.indexOf('@') + 1))).toList();
    }

    private SseStream open() {
        return client.post(url(), Call.streaming("hi"), Map.of());
    }

    private String url() {
        return simulator.baseUrl() + "/chat/completions";
    }
}
