package dev.rivulet.worker.coordinator;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.json.Json;

/**
 * The part of the coordinators' state that says which turns are open and which wait, as it lies in Kafka: the changelog that
 * a worker reads when it takes sessions over. For tools that look at it from outside; nothing here writes.
 */
public final class ActiveTurnsLog {

    private ActiveTurnsLog() {}

    /** How many turns a session has under way. */
    public record Count(int open, int waiting) {}

    /** Keyed by session and compacted: the last record of a key counts. */
    public static String topic(Topics topics) {
        return changelog(topics, SessionStores.ACTIVE_TURNS);
    }

    /** The changelog of the conversations, keyed the same way. */
    public static String conversations(Topics topics) {
        return changelog(topics, SessionStores.CONVERSATIONS);
    }

    /** @param value of a record; null when the session has nothing to do any more */
    public static Count count(byte[] value) {
        if (value == null) {
            return new Count(0, 0);
        }
        ActiveTurns turns = Json.read(value, ActiveTurns.class);
        return new Count(turns.open() == null ? 0 : 1, turns.queue().size());
    }

    /** The name that Kafka Streams gives it. */
    private static String changelog(Topics topics, String store) {
        return Coordination.group(topics) + "-" + store + "-changelog";
    }
}
