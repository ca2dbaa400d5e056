package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What becomes of readers that fell behind and do not simply catch up. */
@Isolated("it counts on a reader that is slower than the worker")
class LaggingReaderIT {

    private static final int DELTAS = 2_000;
    private static final String LAGGING = "rivulet_gateway_readers_lagging_total";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(
            Map.of("rivulet.http.max-stream-buffer", "16k", "rivulet.http.send-buffer", "8k"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void readersThatNeverReadAgainAndDisconnectLeaveNothingBehind() throws IOException {
        double before = gateway.meter("rivulet_gateway_disconnects_total");
        List<SlowReader> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String session = Streams.session();
            SlowReader reader = SlowReader.ask(gateway.turns(session));
            readers.add(reader);
            makeLag(session, reader.header("X-Turn-Id"));
        }
        assertThat(gateway.meter("rivulet_gateway_streams_open")).isEqualTo(20);
        for (SlowReader reader : readers) {
            reader.close();
        }
        await().until(() -> gateway.meter("rivulet_gateway_streams_open") == 0);
        assertThat(gateway.meter("rivulet_gateway_disconnects_total")).isEqualTo(before + 20);
    }

    @Test
    void aReaderThatLagsBehindRetentionIsToldSo() throws Exception {
        String session = Streams.session();
        try (SlowReader reader = SlowReader.ask(gateway.turns(session))) {
            String turn = reader.header("X-Turn-Id");
            makeLag(session, turn);
            RecordMetadata last = worker.publish(session, turn, Chunks.done(1, DELTAS, "stop", 0));
            worker.deleteChunkEvents(last.partition(), last.offset());
            List<String> events = reader.events();
            assertThat(events.getLast()).contains("\"status\":410").contains("\"code\":\"cursor_expired\"");
            assertThat(events).hasSizeLessThan(DELTAS).noneMatch(event -> event.contains("finishReason"));
        }
    }

    private static void makeLag(String session, String turn) {
        double before = gateway.meter(LAGGING);
        worker.publish(session, turn, Chunks.started(1));
        worker.publishDeltas(session, turn, 0, DELTAS, "x".repeat(500));
        await().until(() -> gateway.meter(LAGGING) > before);
    }
}
