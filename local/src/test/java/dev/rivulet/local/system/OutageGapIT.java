package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.guarantee.Guarantee;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.guarantee.TerminalAgrees;
import dev.rivulet.testkit.guarantee.TurnEvent;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/**
 * Two of three brokers are away for longer than an event may take to reach Kafka: the first events of a running turn
 * expire in the worker's producer, and later ones are still delivered when the brokers are back. (With no broker at all
 * a producer that has lost its metadata takes no later ones.)
 */
class OutageGapIT {

    private static final String PROMPT = "a long answer";
    private static final String SESSION = "s-1";
    /** So long, and so random, that a batch has only a few tokens. */
    private static final int TOKEN_CHARS = 2_000;
    private static final int TOKENS = 450;

    @Test
    void theGapThatAnOutageLeavesInTheLogIsShownToNobody() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary().withBrokers(3));
                TestSystem system = new TestSystem(kafka.bootstrapServers(), 1, 1,
                        Map.of("rivulet.worker.publish-timeout", "8s", "rivulet.topics.partitions", "1"))) {
            system.answer(PROMPT, Script.ofTokens(tokens()).withTiming(Duration.ZERO, Duration.ofMillis(50)));
            SseStream live = system.client(0).stream(SESSION, PROMPT);
            await("text").until(() -> live.events().size() > 20);

            kafka.stopBroker(1);
            kafka.stopBroker(2);
            await("the first event that expires").until(() -> system.simulator.openStreams() == 0);
            kafka.startBroker(1);
            kafka.startBroker(2);

            ObservedTurn observed = TestSystem.observe(live);
            List<Long> log = seqsInTheLog(system, live.header("X-Turn-Id").orElseThrow());
            assertThat(log.getLast()).as("the last delta in the log, which has a gap")
                    .isGreaterThanOrEqualTo(log.size());
            // A delta that expired may have been written all the same: such an end counts those that certainly were.
            List<Guarantee> others = Guarantee.all().stream().filter(all -> !(all instanceof TerminalAgrees)).toList();
            assertThat(new GuaranteeReport(others).check(observed)).isEmpty();
            assertThat(observed.terminal()).get().isInstanceOf(TurnEvent.Failed.class);
            assertThat(observed.terminal().get().seq().getAsInt())
                    .isLessThanOrEqualTo(observed.deltas(observed.terminal().get().attempt()).size());
        }
    }

    private static List<String> tokens() {
        Random random = new Random(1);
        return IntStream.range(0, TOKENS).mapToObj(i -> {
            byte[] bytes = new byte[TOKEN_CHARS * 3 / 4];
            random.nextBytes(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }).toList();
    }

    /** The deltas of a turn that has ended. */
    private static List<Long> seqsInTheLog(TestSystem system, String turn) {
        List<Long> seqs = new ArrayList<>();
        KafkaProbe.await(system, "chunk-events", record -> {
            String type = header(record.headers().lastHeader("type"));
            if (!turn.equals(header(record.headers().lastHeader("turn")))) {
                return false;
            }
            if (type.equals("delta")) {
                seqs.add(Json.read(record.value().getBytes(StandardCharsets.UTF_8), Delta.class).seq());
            }
            return type.equals("error");
        });
        return seqs;
    }

    private static String header(Header header) {
        return header == null ? "" : new String(header.value(), StandardCharsets.US_ASCII);
    }
}
