package dev.rivulet.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The turns of one owner, as an installation's topics in the shared cluster have them now.
 *
 * @param prefix of the topics
 */
record TurnsInLog(String prefix, String owner) {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Returns the ids of the turns that were accepted. */
    Set<String> asked() {
        return records("prompt-requests").stream().filter(record -> record.path("type").asText()
                .equals("PromptRequested")).map(record -> record.path("turnId").asText()).collect(Collectors.toSet());
    }

    /** Returns the ids of the turns that have a result. */
    Set<String> ended() {
        return records("turn-results").stream().map(record -> record.path("turnId").asText())
                .collect(Collectors.toSet());
    }

    /** Returns how many attempts have a result that says what was used. */
    int billed() {
        return records("turn-results").stream().filter(record -> record.at("/outcome/usage").isObject())
                .map(record -> record.path("turnId").asText() + "@" + record.path("attempt").asInt())
                .collect(Collectors.toSet()).size();
    }

    private List<JsonNode> records(String topic) {
        List<JsonNode> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedKafka.bootstrapServers()), new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(prefix + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                    if (record.key().startsWith(owner + "~")) {
                        found.add(tree(record.value()));
                    }
                }
            }
        }
        return found;
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
