package dev.rivulet.examples.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Asks by publishing a {@code PromptRequested}. Arguments: bootstrap servers, session, prompt. Prints the turn's id.
 */
public final class PublishPrompt {

    private static final SecureRandom RANDOM = new SecureRandom();

    private PublishPrompt() {}

    public static void main(String[] args) throws Exception {
        System.out.println(publish(args[0], args[1], args[2]));
    }

    private static UUID publish(String bootstrapServers, String session, String prompt)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(),
                new StringSerializer())) {
            UUID turn = turnId(System.currentTimeMillis());
            Map<String, Object> command = Map.of("type", "PromptRequested", "sessionId", session, "turnId", turn,
                    "prompt", prompt, "options", Map.of("maxTokens", 500, "onInterruption", "restart"));
            // Keyed by session: Kafka's default partitioner brings all records of a session to one worker, in order.
            // Kafka sets the record's timestamp, so it is not before that of the id: gateways find the turn by it.
            producer.send(new ProducerRecord<>("prompt-requests", session, json(command))).get();
            return turn; // Kafka has it: from here on the turn will end, whatever crashes
        }
    }

    private static String json(Map<String, Object> command) {
        return new ObjectMapper().valueToTree(command).toString();
    }

    /** A UUID of version 7 (RFC 9562): the time in milliseconds, then random bits. */
    private static UUID turnId(long now) {
        long high = now << 16 | 7L << 12 | RANDOM.nextInt(1 << 12);
        long low = 0b10L << 62 | RANDOM.nextLong() >>> 2;
        return new UUID(high, low);
    }
}
