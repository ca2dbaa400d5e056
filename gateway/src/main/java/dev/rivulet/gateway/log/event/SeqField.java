package dev.rivulet.gateway.log.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the {@code seq} of an event's data. Every reader needs it of every delta, so the form in which workers write
 * it, {@code {"attempt":1,"seq":2,...}}, is read without a parser.
 */
final class SeqField {

    /** The result for data without a readable seq. */
    static final long NONE = -1;

    private static final JsonFactory JSON = Json.MAPPER.getFactory();
    private static final String FIELD = "seq";
    private static final byte[] ATTEMPT = "{\"attempt\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQ = ",\"seq\":".getBytes(StandardCharsets.US_ASCII);
    /** Any number of so many digits fits into a long. */
    private static final int MAX_DIGITS = 18;

    private SeqField() {}

    /** Returns the seq; {@link #NONE} if there is none, or if the data is not JSON. */
    static long of(byte[] data) {
        int attempt = after(ATTEMPT, data, 0);
        int seq = attempt < 0 ? -1 : after(SEQ, data, endOfDigits(data, attempt));
        int end = seq < 0 ? -1 : endOfDigits(data, seq);
        boolean plain = end > seq && end - seq <= MAX_DIGITS && end < data.length
                && (data[end] == ',' || data[end] == '}');
        return plain ? number(data, seq, end) : parsed(data);
    }

    /** Returns the index after an expected text; -1 if it is not there. */
    private static int after(byte[] expected, byte[] data, int from) {
        if (data.length - from < expected.length) {
            return -1;
        }
        int end = from + expected.length;
        return Arrays.equals(data, from, end, expected, 0, expected.length) ? end : -1;
    }

    private static int endOfDigits(byte[] data, int from) {
        int end = from;
        while (end < data.length && data[end] >= '0' && data[end] <= '9') {
            end++;
        }
        return end;
    }

    private static long number(byte[] data, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + data[i] - '0';
        }
        return number;
    }

    private static long parsed(byte[] data) {
        try (JsonParser parser = JSON.createParser(data)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                long seq = NONE;
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals(FIELD)) {
                        seq = parser.getLongValue();
                    }
                    parser.skipChildren();
                }
                return seq;
            }
        } catch (IOException unreadable) {
            return NONE;
        }
        return NONE;
    }
}
