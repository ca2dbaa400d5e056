package dev.rivulet.examples.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Consumes whole answers, one record a turn, however it was asked for. Arguments: bootstrap servers, consumer group,
 * and the turns after which to stop; with none it goes on for ever. Start as many with the same group as you like: they
 * divide the sessions.
 */
public final class ConsumeResults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConsumeResults() {}

    public static void main(String[] args) throws IOException {
        List<String> awaited = List.of(args).subList(2, args.length);
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0],
                ConsumerConfig.GROUP_ID_CONFIG, args[1], ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A result can come twice, and that of an attempt that was given up can follow the valid one: the first counts.
        // A real backend stores the ids with what it makes of the completions.
        Set<String> seen = new HashSet<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("turn-results"));
            while (awaited.isEmpty() || !seen.containsAll(awaited)) {
                for (ConsumerRecord<String, String> result : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode turn = JSON.readTree(result.value());
                    if (seen.add(turn.path("turnId").asText())) {
                        handle(turn);
                    }
                }
                consumer.commitSync(); // after handling: a crash between the two means handling again, never losing
            }
        }
    }

    private static void handle(JsonNode turn) {
        JsonNode outcome = turn.path("outcome");
        String how = switch (outcome.path("type").asText()) {
            case "done" -> outcome.path("finishReason").asText(); // the provider's word, or "cancelled"
            case "error" -> "error " + outcome.path("code").asText();
            default -> "an outcome of a later version";
        };
        System.out.println(turn.path("sessionId").asText() + " " + turn.path("turnId").asText() + " " + how + ": "
                + turn.path("text").asText());
    }
}
