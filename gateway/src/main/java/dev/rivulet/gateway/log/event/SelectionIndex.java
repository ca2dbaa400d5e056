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
 * An index of readers by the events that they want. A reader of a turn is found by the turn in a record's headers and
 * then by the record's key, because turns of several sessions can have one id; a follower of a session is found by the
 * key alone. Callers need to read the key only of records that {@link #needsKey}, so that those that nobody wants cost
 * no more. Not thread-safe.
 *
 * @param <T> the type of the readers
 */
public final class SelectionIndex<T> {

    private final Map<TurnId, Map<ByteBuffer, List<T>>> byTurn = new HashMap<>(); // and by session
    private final Map<ByteBuffer, List<T>> bySession = new HashMap<>();

    public void add(Selection selection, T reader) {
        switch (selection) {
            // Mostly of one session: the smallest map.
            case Selection.OfTurn one -> add(byTurn.computeIfAbsent(one.turn().id(), first -> new HashMap<>(2)),
                    key(one.turn().session()), reader);
            case Selection.OfSession all -> add(bySession, key(all.session()), reader);
        }
    }

    public void remove(Selection selection, T reader) {
        switch (selection) {
            case Selection.OfTurn one -> byTurn.computeIfPresent(one.turn().id(), (id, sessions) -> {
                remove(sessions, key(one.turn().session()), reader);
                return sessions.isEmpty() ? null : sessions;
            });
            case Selection.OfSession all -> remove(bySession, key(all.session()), reader);
        }
    }

    public boolean isEmpty() {
        return byTurn.isEmpty() && bySession.isEmpty();
    }

    /** Returns whether a reader may want a record, which {@link #matching} decides by its key. */
    public boolean needsKey(ChunkHeaders headers) {
        return !bySession.isEmpty() || headers.type().ofTurn() && byTurn.containsKey(headers.turn());
    }

    public Stream<T> all() {
        return Stream.concat(byTurn.values().stream().flatMap(sessions -> sessions.values().stream()),
                bySession.values().stream()).flatMap(List::stream);
    }

    /**
     * Returns the readers that want a record. The list is valid until readers are added or removed.
     *
     * @param key the record's key; null if it has none, then nobody wants it
     */
    public List<T> matching(ChunkHeaders headers, ByteBuffer key) {
        if (key == null) {
            return List.of();
        }
        List<T> readers = ofTurn(headers, key);
        List<T> followers = bySession.isEmpty() ? List.of() : bySession.getOrDefault(key, List.of());
        if (readers.isEmpty() || followers.isEmpty()) {
            return readers.isEmpty() ? followers : readers;
        }
        return Stream.concat(readers.stream(), followers.stream()).toList();
    }

    private List<T> ofTurn(ChunkHeaders headers, ByteBuffer key) {
        Map<ByteBuffer, List<T>> sessions = headers.type().ofTurn() ? byTurn.get(headers.turn()) : null;
        return sessions == null ? List.of() : sessions.getOrDefault(key, List.of());
    }

    private static ByteBuffer key(SessionId session) {
        return ByteBuffer.wrap(session.keyBytes());
    }

    private static <T> void add(Map<ByteBuffer, List<T>> index, ByteBuffer key, T reader) {
        index.computeIfAbsent(key, first -> new ArrayList<>(1)).add(reader);
    }

    private static <T> void remove(Map<ByteBuffer, List<T>> index, ByteBuffer key, T reader) {
        index.computeIfPresent(key, (same, readers) -> {
            readers.remove(reader);
            return readers.isEmpty() ? null : readers;
        });
    }
}
