package dev.rivulet.schemas.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.regex.Pattern;

/** Writes and reads all of Rivulet's JSON. Thread-safe. */
public final class Json {

    /** Leaves out nulls, ignores unknown fields (of later versions), refuses values of a wrong type. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A value of another type is an error and never converted, such as a number to text or 1.5 to an integer.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            // An emoji as four bytes of UTF-8 instead of two escapes of six.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).addModule(WellFormedText.module())
            // Text of users and models must not get into exception messages, and so into logs.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");

    private Json() {}

    /** @throws IllegalArgumentException when the value cannot be written, such as text with an unpaired surrogate */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("cannot be written as JSON: " + unwritable.getOriginalMessage(),
                    unwritable);
        }
    }

    /** @throws UnreadableRecordException when the bytes are not such a value */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, type, MAPPER.readerFor(type));
    }

    /**
     * Reads what a worker stored. Unlike in a record, a choice that only a later version knows is read as null: a turn
     * that was accepted goes on, with what is the default here.
     *
     * @throws UnreadableRecordException when the bytes are not such a value
     */
    public static <T> T readStored(byte[] json, Class<T> type) {
        return read(json, type,
                MAPPER.readerFor(type).with(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL));
    }

    /** Returns whether a text can be the name of a type of records, of this version or a later one. */
    public static boolean isTypeName(String name) {
        return name != null && TYPE_NAME.matcher(name).matches();
    }

    /** Returns whether a text has no unpaired surrogate: only such texts are written and read. */
    public static boolean isWellFormed(String text) {
        return WellFormedText.isWellFormed(text);
    }

    private static <T> T read(byte[] json, Class<T> type, ObjectReader reader) {
        T value;
        try {
            value = reader.readValue(json);
        } catch (IOException unreadable) {
            throw UnreadableRecordException.of(type, unreadable);
        }
        if (value == null) {
            throw UnreadableRecordException.ofNull(type);
        }
        return value;
    }
}
