package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An index of readers by the events that they want. A reader of a turn is found by a record's headers, a follower of a
 * session by the record's key. Callers need to pass keys only while {@link #needsKeys()}, so that partitions without
 * followers do not pay for reading them. Not thread-safe.
 *
 * @param <T> the type of the readers
 */
public final class SelectionIndex<T> {

    private final Map<TurnId, List<T>> byTurn = new HashMap<>();
    private final Map<ByteBuffer, List<T>> bySession = new HashMap<>();

    public void add(Selection selection, T reader) {
        switch (selection) {
            case Selection.OfTurn one -> add(byTurn, one.turn(), reader);
            case Selection.OfSession all -> add(bySession, key(all.session()), reader);
        }
    }

    public void remove(Selection selection, T reader) {
        switch (selection) {
            case Selection.OfTurn one -> remove(byTurn, one.turn(), reader);
            case Selection.OfSession all -> remove(bySession, key(all.session()), reader);
        }
    }

    public boolean isEmpty() {
        return byTurn.isEmpty() && bySession.isEmpty();
    }

    /** Returns whether a reader follows a session, so that {@link #matching} needs the records' keys. */
    public boolean needsKeys() {
        return !bySession.isEmpty();
    }

    public Stream<T> all() {
        return Stream.concat(byTurn.values().stream(), bySession.values().stream()).flatMap(List::stream);
    }

    /**
     * Returns the readers that want a record. The list is valid until readers are added or removed.
     *
     * @param key the record's key; null if it has none, or if no keys are needed
     */
    public List<T> matching(ChunkHeaders headers, ByteBuffer key) {
        List<T> readers = headers.type().ofTurn() ? byTurn.getOrDefault(headers.turn(), List.of()) : List.of();
        List<T> followers = key == null ? List.of() : bySession.getOrDefault(key, List.of());
        if (readers.isEmpty() || followers.isEmpty()) {
            return readers.isEmpty() ? followers : readers;
        }
        return Stream.concat(readers.stream(), followers.stream()).toList();
    }

    private static ByteBuffer key(SessionId session) {
        return ByteBuffer.wrap(session.keyBytes());
    }

    private static <K, T> void add(Map<K, List<T>> index, K key, T reader) {
        index.computeIfAbsent(key, first -> new ArrayList<>(1)).add(reader);
    }

    private static <K, T> void remove(Map<K, List<T>> index, K key, T reader) {
        index.computeIfPresent(key, (same, readers) -> {
            readers.remove(reader);
            return readers.isEmpty() ? null : readers;
        });
    }
}
