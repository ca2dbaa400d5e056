package dev.rivulet.gateway.log;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Leaves keys where they are, in what was fetched: the tail looks at one only where someone follows a session, and there is
 * one in each record. The buffer is the one that Kafka's reader has made already; it must not be kept longer than the record.
 */
final class KeyViewDeserializer implements Deserializer<ByteBuffer> {

    @Override
    public ByteBuffer deserialize(String topic, byte[] data) {
        return data == null ? null : ByteBuffer.wrap(data);
    }

    @Override
    public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
        return data;
    }
}
