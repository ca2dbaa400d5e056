package dev.rivulet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads and writes JSON. Unknown fields are ignored, and unknown values of an enum are read as its default: a later
 * version may have added them.
 */
final class JsonCodec {

    static final JsonMapper MAPPER = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            // Prompts and answers must not appear in exception messages, and so in logs.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private JsonCodec() {}

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("cannot be written as JSON: " + unwritable.getOriginalMessage());
        }
    }

    /** @throws IOException if the text is not a value of this type; the message does not contain the text */
    static <T> T read(String json, Class<T> type) throws IOException {
        try {
            T value = MAPPER.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException unreadable) {
            throw new IOException("the gateway sent a " + type.getSimpleName() + " that cannot be read: "
                    + unreadable.getClass().getSimpleName());
        }
        throw new IOException("the gateway sent nothing where a " + type.getSimpleName() + " belongs");
    }
}
