package dev.rivulet.local.chaos.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record that a {@link Mutation} can change before it is written. Not thread-safe. */
final class RecordDraft {

    final String topic;
    final Map<String, byte[]> headers = new LinkedHashMap<>();
    byte[] key;
    /** Null when {@link #bytes} replace it. */
    ObjectNode json;
    byte[] bytes;
    /** Milliseconds since the epoch; null: now. */
    Long timestamp;
    /** Null: the one of the key. */
    Integer partition;
    /** Whether the record is a prompt whose session and turn can still be named: its turn has to end. */
    boolean hasToEnd;

    RecordDraft(String topic, String key, Object value) {
        this.topic = topic;
        this.key = ascii(key);
        this.json = Json.MAPPER.valueToTree(value);
    }

    RecordDraft header(String name, String value) {
        headers.put(name, ascii(value));
        return this;
    }

    /** Returns the value as it is to be written; null for a tombstone. */
    byte[] value() {
        return json == null ? bytes : Json.write(json);
    }

    void replaceWith(byte[] raw) {
        json = null;
        bytes = raw;
    }

    /** Returns the id of the turn that the value names, or empty text. */
    String turn() {
        JsonNode turn = json == null ? null : json.get("turnId");
        return turn == null ? "" : turn.asText();
    }

    ProducerRecord<byte[], byte[]> record() {
        Headers all = new RecordHeaders();
        headers.forEach(all::add);
        all.add(HostileWriter.MARK, null);
        return new ProducerRecord<>(topic, partition, timestamp, key, value(), all);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
