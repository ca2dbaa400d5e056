package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The id of a conversation. It is the Kafka key of all records of the conversation, so it has only characters that are
 * safe in keys, URLs and log lines: 1 to 128 of {@code A-Z a-z 0-9 . _ ~ -}.
 */
public record SessionId(@JsonValue String value) {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    /** @throws IllegalArgumentException when the text is not a session id; the message does not contain the text */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a session id is 1 to 128 characters out of A-Z a-z 0-9 . _ ~ -");
        }
    }

    /** Returns the Kafka key of the session's records: a new array with the text in ASCII. */
    public byte[] keyBytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return value;
    }
}
