package dev.rivulet.worker.execution;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.LlmProvider;
import dev.rivulet.worker.provider.LoopTicks;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderLoops;
import dev.rivulet.worker.provider.WireServer;
import dev.rivulet.worker.provider.WireServer.Then;
import dev.rivulet.worker.provider.WireServer.Wire;
import dev.rivulet.worker.provider.openai.OpenAiProvider;
import dev.rivulet.worker.provider.resilience.Providers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What operators and readers learn of a provider that refuses, from its bytes to the log and to Kafka. */
class FailedCallLogTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final LoopTicks TICKS = new LoopTicks();
    private static final AdaptiveLinger LINGER = new AdaptiveLinger(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
    private static final String PROMPT = "tell nobody about this prompt";

    private final TurnMetrics metrics = new TurnMetrics(new SimpleMeterRegistry(), Set.of());
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Test
    void theLogHasStatusReasonAndRequestIdAndReadersGetNoneOfThem() throws Exception {
        Wire refusal = new Wire(Wire.head(401, "application/json", "x-request-id: req_7"), Wire.parts(
                "{\"error\":{\"message\":\"bad key sk-live-1 for '" + PROMPT + "'\",\"code\":\"invalid_api_key\"}}"),
                Then.END_BODY);
        Logger logger = (Logger) LoggerFactory.getLogger(FailedCallLog.class);
        log.start();
        logger.addAppender(log);
        ProviderLoops loops = ProviderLoops.start(1);
        try (WireServer server = new WireServer(refusal);
                LlmProvider provider = provider(server, loops);
                TurnExecutor executor = executor(provider)) {
            executor.start(new TurnJob(new SessionId("s"), TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), 1,
                    System.currentTimeMillis(), List.of(Message.user(PROMPT)), TurnOptions.NONE, null));
            await().until(() -> kafka.history().stream().anyMatch(record -> record.topic().equals("turn-results")));
        } finally {
            logger.detachAppender(log);
            loops.close();
        }

        assertThat(log.list).filteredOn(line -> line.getMessage().equals("provider call failed")).singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs()).hasToString("["
                        + "turn=\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\", attempt=\"1\", provider=\"openai\", "
                        + "code=\"upstream_unauthorized\", status=\"401\", "
                        + "reason=\"invalid_api_key | bad key *** for '***'\", requestId=\"req_7\"]"));
        assertThat(kafka.history()).extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .noneMatch(value -> value.contains("sk-live") || value.contains("req_7"))
                .anyMatch(value -> value.contains("refused the credentials of this installation (status 401)."));
    }

    private LlmProvider provider(WireServer server, ProviderLoops loops) {
        ProviderConfig config = Config.of(Map.of(), Map.of("rivulet.provider.base-url", server.address()))
                .section(ProviderConfig.class, ProviderConfig.PREFIX);
        return Providers.of(config, endpoint -> new OpenAiProvider(endpoint, loops), metrics);
    }

    private TurnExecutor executor(LlmProvider provider) {
        return new TurnExecutor(provider, "m", new TurnRecords(kafka, LINGER, TICKS, new Topics("", 1), "worker-1"),
                LINGER,
                new ExecutionLimits(1, 1 << 20, 1 << 20, LONG, LONG, LONG, LONG, LONG, Duration.ZERO, 100, 1_000,
                        Optional.empty(),
                        Duration.ZERO),
                new PendingPromptEvents(LONG),
                (turn, attempt) -> CompletableFuture.completedFuture(Optional.empty()), metrics);
    }
}
