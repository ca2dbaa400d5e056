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
 * An index of readers by the events that they want: first by the key of a record, which is the session, then by the
 * turn in its headers. Turns of several sessions can have one id. Most records of a partition are of sessions that
 * nobody reads here: those cost no more than {@link #wants}. Not thread-safe.
 *
 * @param <T> the type of the readers
 */
public final class SelectionIndex<T> {

    private final Map<ByteBuffer, OfSession<T>> sessions = new HashMap<>();

    /** The readers of one session. Mostly there is one. */
    private record OfSession<T>(List<T> followers, Map<TurnId, List<T>> byTurn) {

        OfSession() {
            this(new ArrayList<>(1), new HashMap<>(2));
        }

        boolean isEmpty() {
            return followers.isEmpty() && byTurn.isEmpty();
        }

        Stream<T> all() {
            return Stream.concat(followers.stream(), byTurn.values().stream().flatMap(List::stream));
        }
    }

    public void add(Selection selection, T reader) {
        OfSession<T> readers = sessions.computeIfAbsent(key(selection), first -> new OfSession<>());
        switch (selection) {
            case Selection.OfTurn one ->
                readers.byTurn.computeIfAbsent(one.turn().id(), first -> new ArrayList<>(1)).add(reader);
            case Selection.OfSession all -> readers.followers.add(reader);
        }
    }

    public void remove(Selection selection, T reader) {
        sessions.computeIfPresent(key(selection), (key, readers) -> {
            switch (selection) {
                case Selection.OfTurn one -> readers.byTurn.computeIfPresent(one.turn().id(), (id, ofTurn) -> {
                    ofTurn.remove(reader);
                    return ofTurn.isEmpty() ? null : ofTurn;
                });
                case Selection.OfSession all -> readers.followers.remove(reader);
            }
            return readers.isEmpty() ? null : readers;
        });
    }

    /**
     * Returns whether a record may be of a session with readers.
     *
     * @param key the record's key; null if it has none, then nobody wants it
     */
    public boolean wants(ByteBuffer key) {
        return key != null && sessions.containsKey(key);
    }

    public Stream<T> all() {
        return sessions.values().stream().flatMap(OfSession::all);
    }

    /**
     * Returns the readers that want a record. The list is valid until readers are added or removed.
     *
     * @param key the record's key; null if it has none
     */
    public List<T> matching(ChunkHeaders headers, ByteBuffer key) {
        OfSession<T> readers = key == null ? null : sessions.get(key);
        if (readers == null) {
            return List.of();
        }
        List<T> ofTurn = headers.type().ofTurn() ? readers.byTurn.getOrDefault(headers.turn(), List.of()) : List.of();
        if (ofTurn.isEmpty() || readers.followers.isEmpty()) {
            return ofTurn.isEmpty() ? readers.followers : ofTurn;
        }
        return Stream.concat(ofTurn.stream(), readers.followers.stream()).toList();
    }

    private static ByteBuffer key(Selection selection) {
        SessionId session = switch (selection) {
            case Selection.OfTurn one -> one.turn().session();
            case Selection.OfSession all -> all.session();
        };
        return ByteBuffer.wrap(session.keyBytes());
    }
}
