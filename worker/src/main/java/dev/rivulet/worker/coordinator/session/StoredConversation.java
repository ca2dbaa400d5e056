package dev.rivulet.worker.coordinator.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.Arrays;

/**
 * Tells from the stored JSON of a {@link Conversation} when it expires, without parsing it: most of it is text. Finds
 * the fields by their names, which cannot occur like this in text, where JSON escapes quotation marks.
 */
public final class StoredConversation {

    static final String TOUCHED_AT = "touchedAt";
    static final String KEPT = "kept";

    private static final byte[] TIME = ('"' + TOUCHED_AT + "\":").getBytes(US_ASCII);
    private static final byte[] IDS = ('"' + KEPT + "\":\"ids\"").getBytes(US_ASCII);
    private static final byte[] KEYS = ('"' + KEPT + "\":\"keys\"").getBytes(US_ASCII);

    private StoredConversation() {}

    /**
     * How long state is kept after it last changed.
     *
     * @param conversation a conversation that a later turn may continue
     * @param keys state without text that has idempotency keys
     * @param ids all other state: far longer than what can be replayed after a crash
     * @param turns where the results of ended turns are
     */
    public record Retention(Duration conversation, Duration keys, Duration ids, Duration turns) {}

    /**
     * Returns whether a conversation is no longer kept. One that has no time is kept.
     *
     * @param now in milliseconds since the epoch
     */
    public static boolean isExpired(byte[] json, Retention retention, long now) {
        int time = Math.max(0, lastIndexOf(json, TIME, 0));
        Duration kept = lastIndexOf(json, IDS, time) >= 0
                ? retention.ids()
                : lastIndexOf(json, KEYS, time) >= 0 ? retention.keys() : retention.conversation();
        return isOlder(json, kept, now);
    }

    /** Returns whether a value of the same store that has such a time is older than it is kept. */
    public static boolean isOlder(byte[] json, Duration kept, long now) {
        int time = lastIndexOf(json, TIME, 0);
        return time >= 0 && number(json, time + TIME.length) < now - kept.toMillis();
    }

    private static long number(byte[] json, int from) {
        long number = 0;
        for (int i = from; i < json.length && Character.isDigit(json[i]); i++) {
            number = 10 * number + json[i] - '0';
        }
        return number;
    }

    private static int lastIndexOf(byte[] json, byte[] name, int from) {
        for (int start = json.length - name.length; start >= from; start--) {
            if (Arrays.equals(json, start, start + name.length, name, 0, name.length)) {
                return start;
            }
        }
        return -1;
    }
}
