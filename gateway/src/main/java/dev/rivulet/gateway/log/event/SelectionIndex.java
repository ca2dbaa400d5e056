package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who wants which events of a partition. A turn is known by the record's header, a session by its key; keys need not be
 * looked at while {@link #wantsKeys()} says so, which is what following costs those who do not. Not thread-safe.
 *
 * @param <T> who wants them
 */
public final class SelectionIndex<T> {

    private final Map<TurnId, List<T>> byTurn = new HashMap<>();
    private final Map<ByteBuffer, List<T>> bySession = new HashMap<>();

    public void add(Selection wanted, T who) {
        switch (wanted) {
            case Selection.OfTurn one -> add(byTurn, one.turn(), who);
            case Selection.OfSession all -> add(bySession, key(all.session()), who);
        }
    }

    public void remove(Selection wanted, T who) {
        switch (wanted) {
            case Selection.OfTurn one -> remove(byTurn, one.turn(), who);
            case Selection.OfSession all -> remove(bySession, key(all.session()), who);
        }
    }

    public boolean isEmpty() {
        return byTurn.isEmpty() && bySession.isEmpty();
    }

    /** Whether someone wants a session's events, so that {@link #match} needs the records' keys. */
    public boolean wantsKeys() {
        return !bySession.isEmpty();
    }

    public Stream<T> all() {
        return Stream.concat(byTurn.values().stream(), bySession.values().stream()).flatMap(List::stream);
    }

    /** @param key of the record; null when there is none, or when keys are not wanted */
    public void match(ChunkHeaders event, ByteBuffer key, Consumer<T> taker) {
        List<T> readers = event.type().ofTurn() ? byTurn.get(event.turn()) : null;
        if (readers != null) {
            readers.forEach(taker);
        }
        List<T> followers = key == null ? null : bySession.get(key);
        if (followers != null) {
            followers.forEach(taker);
        }
    }

    private static ByteBuffer key(SessionId session) {
        return ByteBuffer.wrap(session.keyBytes());
    }

    private static <K, T> void add(Map<K, List<T>> index, K key, T who) {
        index.computeIfAbsent(key, first -> new ArrayList<>(1)).add(who);
    }

    private static <K, T> void remove(Map<K, List<T>> index, K key, T who) {
        index.computeIfPresent(key, (same, all) -> {
            all.remove(who);
            return all.isEmpty() ? null : all;
        });
    }
}
