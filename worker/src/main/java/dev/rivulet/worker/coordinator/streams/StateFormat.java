package dev.rivulet.worker.coordinator.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The stored form of a session's state: JSON whose first field is the version of its form. The version is raised only
 * when the workers before could not read or keep what is stored, see docs/protocol.md; a new field does not raise it.
 *
 * @param <T> a record that is never written without fields
 */
public record StateFormat<T>(Class<T> type) {

    private static final int VERSION = 1;
    private static final String FIELD = "version";
    private static final byte[] START = ("{\"" + FIELD + "\":" + VERSION + ",").getBytes(StandardCharsets.US_ASCII);

    public static <T> StateFormat<T> of(Class<T> type) {
        return new StateFormat<>(type);
    }

    /** Returns the stored form. */
    public byte[] write(T state) {
        byte[] fields = Json.write(state);
        byte[] stored = Arrays.copyOf(START, START.length + fields.length - 1);
        System.arraycopy(fields, 1, stored, START.length, fields.length - 1);
        return stored;
    }

    /**
     * Reads the stored form.
     *
     * @throws dev.rivulet.schemas.json.UnreadableRecordException when it is not such a state
     * @throws LaterStateException when a later version stored it in a form that this one does not know
     */
    public T read(byte[] stored) {
        int version = version(stored);
        if (version > VERSION) {
            throw new LaterStateException(version, VERSION);
        }
        return Json.readStored(stored, type);
    }

    /** Returns 1 when the state has none, or is no JSON at all. */
    private static int version(byte[] stored) {
        try (JsonParser json = Json.MAPPER.createParser(stored)) {
            boolean first = json.nextToken() == JsonToken.START_OBJECT && FIELD.equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.VALUE_NUMBER_INT;
            return first ? json.getIntValue() : 1;
        } catch (IOException unreadable) {
            return 1;
        }
    }
}
