package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.worker.coordinator.session.StoredConversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes the conversations of sessions that were idle for too long, and old entries of the {@link TurnIndex}. Each
 * call looks at a batch, from where the last one stopped, and goes on as long as much of what it sees has expired. So
 * the work is in proportion to what expires, and at most about a tenth of the store has expired and is not yet deleted,
 * at any rate. A call takes a bounded time: inputs wait for it. Must be called on the coordinator's thread.
 */
final class ConversationExpiry {

    static final int BATCH = 100;
    /** A batch in which at least this many have expired is followed by another. */
    private static final int MANY = BATCH / 10;
    static final Duration SLICE = Duration.ofMillis(10);

    private final KeyValueStore<String, byte[]> conversations;
    private final StoredConversation.Retention retention;
    private final Predicate<String> active;
    private final LongSupplier clock;
    /** The session to begin with; null for the first. */
    private String next;

    /**
     * @param active whether a session has turns
     * @param clock as {@link System#nanoTime}
     */
    ConversationExpiry(KeyValueStore<String, byte[]> conversations, StoredConversation.Retention retention,
            Predicate<String> active, LongSupplier clock) {
        this.conversations = conversations;
        this.retention = retention;
        this.active = active;
        this.clock = clock;
    }

    /** @param now in milliseconds since the epoch */
    void deleteExpired(long now) {
        long begin = clock.getAsLong();
        int expired = deleteBatch(now);
        while (expired >= MANY && next != null && clock.getAsLong() - begin < SLICE.toNanos()) {
            expired = deleteBatch(now);
        }
    }

    private int deleteBatch(long now) {
        List<String> expired = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> from = conversations.range(next, null)) {
            for (int i = 0; i < BATCH && from.hasNext(); i++) {
                KeyValue<String, byte[]> entry = from.next();
                if (isExpired(entry, now)) {
                    expired.add(entry.key);
                }
            }
            next = from.hasNext() ? from.peekNextKey() : null;
        }
        expired.forEach(conversations::delete);
        return expired.size();
    }

    private boolean isExpired(KeyValue<String, byte[]> entry, long now) {
        return TurnIndex.hasKey(entry.key)
                ? StoredConversation.isOlder(entry.value, retention.turns(), now)
                : StoredConversation.isExpired(entry.value, retention, now) && !active.test(entry.key);
    }
}
