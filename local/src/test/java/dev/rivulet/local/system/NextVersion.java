package dev.rivulet.local.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.Changelog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes what a process writes to Kafka that of a later version: one more field in every JSON object, in records and in
 * stored state; a choice in stored turns and a role in stored conversations that this version does not know; before
 * each delta an event of a new type; and after each prompt a request of a new type. A setting of all Kafka clients of
 * a process, so it is an interceptor of consumers too, which changes nothing of what they read.
 */
public final class NextVersion implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<Object, Object> {

    static final String FIELD = "ofTheNextVersion";
    static final String EVENT_TYPE = "thought";
    static final String COMMAND_TYPE = "LabelsRequested";
    static final String ROLE = "tool";

    private KafkaProducer<byte[], byte[]> own; // null in consumers

    /** The settings of a process of the next version. */
    static Map<String, String> settings() {
        return Map.of("rivulet.kafka.client.\"" + ProducerConfig.INTERCEPTOR_CLASSES_CONFIG + "\"",
                NextVersion.class.getName());
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.containsKey(ProducerConfig.ACKS_CONFIG)) {
            own = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    configs.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)), new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return record;
        }
        JsonNode json = json(record.value());
        if (isDelta(record)) {
            sendEvent(record);
        } else if (json.path("type").asText().equals(PromptRequested.class.getSimpleName())) {
            sendCommand(record, json.path("sessionId").asText());
        }
        if (isChangelog(record, Changelog.ACTIVE_TURNS)) {
            json.findValues("options").forEach(options -> ((ObjectNode) options).put("onInterruption", "continue"));
        } else if (isChangelog(record, Changelog.CONVERSATIONS)) {
            // Entries of the index have none.
            ((ObjectNode) json).withArray("messages").addObject().put("role", ROLE).put("content", "a result");
        }
        addField(json);
        return new ProducerRecord<>(record.topic(), record.partition(), record.timestamp(), record.key(),
                Json.write(json), record.headers());
    }

    private static boolean isDelta(ProducerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(ChunkHeaders.TYPE);
        return type != null && new String(type.value(), US_ASCII).equals("delta");
    }

    private static boolean isChangelog(ProducerRecord<byte[], byte[]> record, Changelog changelog) {
        return record.topic().endsWith(changelog.named(""));
    }

    private void sendEvent(ProducerRecord<byte[], byte[]> delta) {
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(delta.topic(), null, delta.timestamp(),
                delta.key(), "{\"attempt\":1}".getBytes(US_ASCII), delta.headers());
        event.headers().remove(ChunkHeaders.TYPE).add(ChunkHeaders.TYPE, EVENT_TYPE.getBytes(US_ASCII));
        own.send(event);
    }

    private void sendCommand(ProducerRecord<byte[], byte[]> prompt, String session) {
        TurnId request = new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7000, 1L << 63));
        own.send(new ProducerRecord<>(prompt.topic(), null, prompt.timestamp(), prompt.key(), Json.write(
                Map.of("type", COMMAND_TYPE, "sessionId", session, "requestId", request, "labels", List.of()))));
    }

    private static void addField(JsonNode node) {
        node.forEach(NextVersion::addField);
        if (node instanceof ObjectNode object) {
            object.putObject(FIELD).put("a", 1);
        }
    }

    private static JsonNode json(byte[] value) {
        try {
            return Json.MAPPER.readTree(value);
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Nothing changes.
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
        // Nothing changes.
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
