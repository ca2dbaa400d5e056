package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.Chunk;
import dev.rivulet.client.Retry;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.RivuletClientBuilder;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnStream;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client over gateways that are processes of their own, and are killed while it reads. */
class ClientResumeIT {

    private static final int STREAMS = 8;
    /** Far longer than the test takes: it stops them. */
    private static final String TEXT = "river ".repeat(20_000);

    @TempDir
    Path logs;

    private final List<Retry> retries = new CopyOnWriteArrayList<>();
    private final List<JavaProcess> gateways = new ArrayList<>();
    private final String prefix = SharedKafka.newPrefix(ClientResumeIT.class);
    private final List<Integer> ports = FreePorts.find(2);

    @AfterEach
    void stop() {
        gateways.forEach(JavaProcess::close);
    }

    @Test
    void nothingIsLostOrDoubledWhenAGatewayIsKilledInTheMiddleAndThenTheOther() throws Exception {
        try (LlmSimulator llm = LlmSimulator.start(); ExecutorService readers = Executors.newCachedThreadPool()) {
            llm.script(Script.of(TEXT).withTiming(Duration.ZERO, Duration.ofMillis(25)));
            startGateway(0);
            startGateway(1);
            Config config = Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers",
                    SharedKafka.bootstrapServers(), "rivulet.topics.prefix", prefix, "rivulet.topics.partitions", "4",
                    "rivulet.provider.base-url", llm.baseUrl(), "rivulet.worker.drain-timeout", "0s"));
            try (Worker worker = Worker.start(config); RivuletClient client = client()) {
                awaitReady();
                await().until(worker::ready);
                List<TurnStream> streams = IntStream.range(0, STREAMS)
                        .mapToObj(i -> client.stream("killed-" + i, "tell me of the river")).toList();
                List<Future<List<Chunk>>> seen = streams.stream().map(stream -> readers.submit(() -> read(stream)))
                        .toList();
                awaitProgress(streams);

                gateways.get(0).signal("KILL");
                await().until(() -> retries.size() >= STREAMS);
                awaitProgress(streams);

                startGateway(0);
                awaitReady();
                gateways.get(1).signal("KILL");
                await().until(() -> retries.size() >= 2 * STREAMS);
                awaitProgress(streams);

                streams.forEach(TurnStream::cancel);
                for (int i = 0; i < STREAMS; i++) {
                    assertWhole(seen.get(i).get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS), streams.get(i));
                }
                assertThat(llm.totalRequests()).as("each turn was asked for once").isEqualTo(STREAMS);
            }
        }
        assertThat(logs).as("temporary files of gateways that were killed")
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("vertx-cache"));
    }

    private static List<Chunk> read(TurnStream stream) {
        List<Chunk> chunks = new ArrayList<>();
        try (stream) {
            stream.forEach(chunks::add);
        }
        return chunks;
    }

    /** Each stream shows more than it does now. */
    private static void awaitProgress(List<TurnStream> streams) {
        List<Integer> now = streams.stream().map(stream -> stream.textSoFar().length()).toList();
        await().until(() -> IntStream.range(0, STREAMS)
                .allMatch(i -> streams.get(i).textSoFar().length() > now.get(i)));
    }

    private static void assertWhole(List<Chunk> chunks, TurnStream stream) {
        TurnEnd end = stream.end();
        assertThat(end).isInstanceOf(TurnEnd.Cancelled.class);
        assertThat(chunks.getFirst()).isInstanceOf(Chunk.Started.class);
        assertThat(chunks).extracting(Chunk::attempt).containsOnly(1);
        assertThat(chunks.subList(1, chunks.size())).extracting(chunk -> ((Chunk.Text) chunk).seq())
                .containsExactlyElementsOf(LongStream.range(0, chunks.size() - 1).boxed().toList());
        assertThat(stream.text()).isEqualTo(TEXT.substring(0, (int) end.length()));
    }

    private RivuletClient client() {
        RivuletClientBuilder builder = RivuletClient.builder().onRetry(retries::add);
        ports.forEach(port -> builder.gateways(address(port)));
        return builder.build();
    }

    /** Starts one, again if it was killed. */
    private void startGateway(int index) {
        gateways.add(RivuletCommand.start(logs, Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers(),
                "RIVULET_TOPICS_PREFIX", prefix, "RIVULET_TOPICS_PARTITIONS", "4", "RIVULET_HTTP_PORT",
                "" + ports.get(index)), "gateway"));
    }

    private void awaitReady() {
        for (int port : ports) {
            try (RivuletClient probe = RivuletClient.builder().gateways(address(port)).maxTries(1).build()) {
                await().until(probe::ready);
            }
        }
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port;
    }
}
