package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.event.PastTurn;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the log has the results of the turns that ended, by session. A small entry for each turn, in the store of the
 * conversations: the changelog has them in the order in which they are stored, so a conversation that knows of an end
 * is never without the entry. Entries expire like conversations. Must be used on the coordinator's thread.
 */
final class TurnIndex {

    private static final Logger LOG = LoggerFactory.getLogger(TurnIndex.class);
    private static final StateFormat<IndexedTurn> FORMAT = StateFormat.of(IndexedTurn.class);
    /** The most turns in a reply, whatever is asked for: the other sessions of the partition wait for it. */
    static final int MAX_PAGE = 1_000;
    /** Between the session and the turn. No session id has it. */
    private static final char SEPARATOR = '/';
    /** Follows the separator in the order of keys. */
    private static final char AFTER = SEPARATOR + 1;

    private final KeyValueStore<String, byte[]> store;

    TurnIndex(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Returns whether a key of the store is one of the index. */
    static boolean hasKey(String key) {
        return key.indexOf(SEPARATOR) >= 0;
    }

    /** Returns the session of an entry. */
    static String session(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /** Adds a turn, or replaces it: results are read again after a crash. */
    void add(String session, TurnId turn, IndexedTurn entry) {
        store.put(key(session, turn), FORMAT.write(entry));
    }

    /** Removes all turns of a session. */
    void clear(String session) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> turns = store.range(session + SEPARATOR, session + AFTER)) {
            turns.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.stream().filter(TurnIndex::hasKey).forEach(store::delete);
    }

    /**
     * Returns a reply with the turns that were asked for.
     *
     * @param remembered the turns that are in the session's memory
     */
    SessionState complete(SessionState reply, String session, TurnPage page, Collection<TurnId> remembered) {
        int limit = Math.min(page.limit(), MAX_PAGE);
        Set<TurnId> inMemory = Set.copyOf(remembered);
        List<PastTurn> turns = new ArrayList<>();
        String to = page.before() == null ? session + AFTER : key(session, page.before());
        try (KeyValueIterator<String, byte[]> newest = store.reverseRange(session + SEPARATOR, to)) {
            while (newest.hasNext()) {
                KeyValue<String, byte[]> next = newest.next();
                if (next.key.equals(to) || !hasKey(next.key)) {
                    continue;
                }
                if (turns.size() == limit) {
                    return reply.withTurns(turns, true);
                }
                read(next, session).map(turn -> inMemory.contains(turn.turnId()) ? turn.remembered() : turn)
                        .ifPresent(turns::add);
            }
        }
        return reply.withTurns(turns, false);
    }

    private static Optional<PastTurn> read(KeyValue<String, byte[]> stored, String session) {
        try {
            IndexedTurn entry = FORMAT.read(stored.value);
            TurnId turn = TurnId.parse(stored.key.substring(session.length() + 1));
            return Optional.of(new PastTurn(turn, entry.offset(), entry.bytes(), null));
        } catch (UnreadableRecordException | IllegalArgumentException unreadable) {
            LOG.atWarn().setCause(unreadable).log("an entry of the index of turns cannot be read");
            return Optional.empty();
        }
    }

    private static String key(String session, TurnId turn) {
        return session + SEPARATOR + turn;
    }
}
