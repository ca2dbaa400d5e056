package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.worker.coordinator.session.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes the conversations of sessions that were idle for too long. Each call looks at a few hundred, from where the
 * last one stopped, so that inputs do not wait for it. Must be called on the coordinator's thread.
 */
final class ConversationExpiry {

    private static final int BATCH = 500;
    /** How long the ids of a forgotten conversation are kept: far longer than what can be replayed after a crash. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final KeyValueStore<String, byte[]> conversations;
    private final BiFunction<String, byte[], Optional<Conversation>> reader;
    private final Duration retention;
    private final Predicate<String> active;
    /** The session to begin with; null for the first. */
    private String next;

    /** @param reader reads a session's conversation; empty when it cannot be read */
    ConversationExpiry(KeyValueStore<String, byte[]> conversations,
            BiFunction<String, byte[], Optional<Conversation>> reader, Duration retention, Predicate<String> active) {
        this.conversations = conversations;
        this.reader = reader;
        this.retention = retention;
        this.active = active;
    }

    void deleteExpired(long now) {
        List<String> expired = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> from = conversations.range(next, null)) {
            for (int i = 0; i < BATCH && from.hasNext(); i++) {
                KeyValue<String, byte[]> entry = from.next();
                reader.apply(entry.key, entry.value)
                        .filter(read -> read.touchedAt() < now - kept(read).toMillis() && !active.test(entry.key))
                        .ifPresent(read -> expired.add(entry.key));
            }
            next = from.hasNext() ? from.peekNextKey() : null;
        }
        expired.forEach(conversations::delete);
    }

    private Duration kept(Conversation conversation) {
        return conversation.wasForgotten() && FORGOTTEN.compareTo(retention) < 0 ? FORGOTTEN : retention;
    }
}
