package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * The id of a conversation. It is the Kafka key of all records of the conversation, so it has only characters that are
 * safe in keys, URLs and log lines: 1 to 128 of {@code A-Z a-z 0-9 . _ ~ -}.
 */
public record SessionId(@JsonValue String value) {

    /** The most characters of a session id. */
    public static final int LONGEST = 128;

    /** 132 bits of a digest in base64url. */
    private static final int OWNER_LENGTH = 22;

    /** @throws IllegalArgumentException when the text is not a session id; the message does not contain the text */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        if (value == null || !isAllowed(value)) {
            throw new IllegalArgumentException(
                    "a session id is 1 to 128 characters out of A-Z a-z 0-9 . _ ~ -");
        }
    }

    /** Not a regular expression: ids are made several times for each record. */
    private static boolean isAllowed(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isAllowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '~'
                || c == '-';
    }

    /**
     * Returns the owner that precedes the client's id where callers are authenticated: 22 characters of base64url, then
     * {@code ~}. Empty if the id has none.
     */
    public String owner() {
        return value.indexOf('~') == OWNER_LENGTH && value.lastIndexOf('.', OWNER_LENGTH) < 0
                ? value.substring(0, OWNER_LENGTH)
                : "";
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
