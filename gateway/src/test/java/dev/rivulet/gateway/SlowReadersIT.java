package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.sse.SseClient;
import dev.rivulet.testkit.sse.SseStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Many readers that read nothing, against a gateway with little memory: {@code docs/benchmarks.md} has figures. */
@Isolated("it measures heap and latency")
class SlowReadersIT {

    private static final int TURNS = 50;
    private static final int READERS_OF_A_TURN = 4;
    private static final int TOKENS = 10_000;
    private static final int TOKENS_AT_ONCE = 500;
    /** In 32 MB a gateway serves when nobody is slow; 64 more are for the readers, and little outside the heap. */
    private static final List<String> LITTLE_MEMORY = List.of("-Xmx96m", "-XX:MaxDirectMemorySize=32m",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    @TempDir
    Path directory;

    @Test
    void twoHundredReadersThatReadNothingCostLittleDelayNobodyAndGetEverythingLater() throws Exception {
        String kafka = SharedKafka.bootstrapServers();
        String prefix = SharedKafka.newPrefix(getClass());
        try (GatewayProcess gateway = GatewayProcess.start(directory, LITTLE_MEMORY,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka, "RIVULET_TOPICS_PREFIX", prefix, "RIVULET_HTTP_PORT", "0"));
                FakeWorker worker = new FakeWorker().start(kafka, prefix);
                SseClient client = new SseClient()) {
            List<SlowReader> readers = new ArrayList<>();
            List<String> turns = new ArrayList<>();
            for (int i = 0; i < TURNS; i++) {
                SlowReader asks = SlowReader.ask(gateway.turns("slow-" + i));
                String turn = asks.header("X-Turn-Id");
                turns.add(turn);
                readers.add(asks);
                for (int other = 1; other < READERS_OF_A_TURN; other++) {
                    readers.add(SlowReader.follow(gateway.turns("slow-" + i) + "/" + turn + "/events"));
                    readers.getLast().header("X-Turn-Id");
                }
            }
            SseStream quick = client.post(gateway.turns("quick"), "{\"prompt\":\"hello\"}", Map.of());
            String quickTurn = Streams.turnOf(quick);

            writeAll(worker, turns, quickTurn);
            assertThat(Streams.all(quick)).hasSize(TOKENS / TOKENS_AT_ONCE + 2);
            await().untilAsserted(() -> assertThat(lagging(gateway)).isGreaterThanOrEqualTo(readers.size()));

            List<String> shown = readAll(readers);
            assertThat(shown).as(gateway.log()).containsOnly("all " + TOKENS);
            assertThat(gateway.isAlive()).as(gateway.log()).isTrue();
        }
    }

    /** The quick reader's turn has a token after each part of the others', and ends with them. */
    private static void writeAll(FakeWorker worker, List<String> turns, String quick) {
        worker.publish("quick", quick, Chunks.started(1));
        for (int i = 0; i < TURNS; i++) {
            worker.publish("slow-" + i, turns.get(i), Chunks.started(1));
        }
        for (int from = 0; from < TOKENS; from += TOKENS_AT_ONCE) {
            for (int i = 0; i < TURNS; i++) {
                worker.sendDeltas("slow-" + i, turns.get(i), from, TOKENS_AT_ONCE, " token");
            }
            worker.publishDeltas("quick", quick, from / TOKENS_AT_ONCE, 1, " token");
        }
        for (int i = 0; i < TURNS; i++) {
            worker.publish("slow-" + i, turns.get(i), Chunks.done(1, TOKENS, "stop", TOKENS * 6L));
        }
        worker.publish("quick", quick, Chunks.done(1, TOKENS / TOKENS_AT_ONCE, "stop", 0));
    }

    /** What each reader was shown, all at once from now on. */
    private static List<String> readAll(List<SlowReader> readers) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> reading = readers.stream().map(reader -> threads.submit(() -> read(reader))).toList();
            List<String> shown = new ArrayList<>();
            for (Future<String> one : reading) {
                shown.add(one.get());
            }
            return shown;
        }
    }

    private static String read(SlowReader reader) throws IOException {
        SequenceCheck check = new SequenceCheck();
        try (reader) {
            reader.eachEvent(check);
        }
        return check.toString();
    }

    private static double lagging(GatewayProcess gateway) {
        return TestGateway.meter(gateway.url("/metrics"), "rivulet_gateway_readers_lagging_total");
    }
}
