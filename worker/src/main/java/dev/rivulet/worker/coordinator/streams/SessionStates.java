package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.coordinator.session.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The state of the sessions of one partition, in two stores of JSON. State that cannot be read counts as absent, so
 * that it harms only its own session, and is kept for {@link #takeUnreadable}. State that would not fit its changelog
 * is not stored: the broker's refusal would come when it is too late. Must be used on the coordinator's thread.
 *
 * <p>Sessions that have turns are also in the heap, as far as there is room for them: see {@link ActiveSessions}.
 */
final class SessionStates {

    private static final StateFormat<ActiveTurns> TURNS = StateFormat.of(ActiveTurns.class);
    private static final StateFormat<Conversation> CONVERSATION = StateFormat.of(Conversation.class);
    /** For the key and the batch. */
    private static final int AROUND = 8 << 10;

    private final KeyValueStore<String, byte[]> activeTurns;
    private final KeyValueStore<String, byte[]> conversations;
    private final int maxBytes;
    /** The content of {@link #activeTurns}, with or without the text. */
    private final ActiveSessions active;
    private final List<UnreadableState> unreadable = new ArrayList<>();

    /** @param maxBytes the largest record that the changelogs take */
    SessionStates(KeyValueStore<String, byte[]> activeTurns, KeyValueStore<String, byte[]> conversations,
            int maxBytes, ActiveTurnMemory memory) {
        this.active = new ActiveSessions(memory);
        this.activeTurns = activeTurns;
        this.conversations = conversations;
        this.maxBytes = maxBytes;
    }

    /**
     * Loads the active turns. Drops those that have ended: state that an earlier coordinator wrote too late can contain
     * them, see {@link StallDetector}.
     *
     * @param now in milliseconds since the epoch
     */
    void restore(long now) {
        try {
            load(now);
        } catch (RuntimeException failure) {
            // Kafka Streams closes no processor that could not be initialized.
            close();
            throw failure;
        }
    }

    private void load(long now) {
        try (KeyValueIterator<String, byte[]> restored = activeTurns.all()) {
            restored.forEachRemaining(entry -> read(Changelog.ACTIVE_TURNS, entry, TURNS)
                    .ifPresent(turns -> active.put(entry.key, turns.restored(now))));
        }
        active.dropTextWithoutRoom();
        for (String session : List.copyOf(active.outlines().keySet())) {
            Conversation conversation = conversation(session);
            Predicate<TurnId> ended = turn -> conversation.endedTurn(turn).isPresent();
            if (active.outline(session).turns().stream().anyMatch(ended)) {
                ActiveTurns notEnded = turns(session).without(ended);
                put(session, notEnded, TURNS.write(notEnded));
            }
        }
    }

    /** Returns the turns of the sessions that have some, perhaps without their text; changes with the state. */
    Map<String, ActiveTurns> active() {
        return active.outlines();
    }

    Session load(String session) {
        return new Session(turns(session), conversation(session));
    }

    /** Loads a session, perhaps without the text of its active turns. Must not be stored. */
    Session loadOutline(String session) {
        return new Session(active.outline(session), conversation(session));
    }

    private ActiveTurns turns(String session) {
        ActiveTurns turns = active.outline(session);
        return active.isWithoutText(session) ? turns.withTextOf(TURNS.read(activeTurns.get(session))) : turns;
    }

    private Conversation conversation(String session) {
        return active.conversation(session).orElseGet(() -> {
            Conversation stored = storedConversation(session);
            active.keep(session, stored);
            return stored;
        });
    }

    private Conversation storedConversation(String session) {
        byte[] stored = conversations.get(session);
        return stored == null
                ? Conversation.EMPTY
                : read(Changelog.CONVERSATIONS, KeyValue.pair(session, stored), CONVERSATION)
                        .orElse(Conversation.EMPTY);
    }

    /** Drops text from the heap that there is no room for any more. */
    void dropTextWithoutRoom() {
        active.dropTextWithoutRoom();
    }

    /** Gives back the memory. The stores keep what they have. */
    void close() {
        active.clear();
    }

    /**
     * Stores what has changed.
     *
     * @throws StateTooLargeException when a part does not fit its changelog; then nothing is stored
     */
    void store(String session, Session before, Session after) {
        byte[] conversation = after.conversation().equals(before.conversation())
                ? null
                : fit(CONVERSATION.write(after.conversation()));
        byte[] turns = after.active().equals(before.active()) ? null : fit(TURNS.write(after.active()));
        if (conversation != null) {
            conversations.put(session, conversation);
        }
        if (turns != null) {
            put(session, after.active(), turns);
        }
        active.keep(session, after.conversation());
    }

    /**
     * Takes a turn out of the session's active turns.
     *
     * @return 1 if it waited, 0 otherwise
     */
    int drop(String session, TurnId turn) {
        ActiveTurns turns = turns(session);
        ActiveTurns left = turns.without(turn::equals);
        if (!left.equals(turns)) {
            put(session, left, TURNS.write(left));
        }
        return turns.isQueued(turn) ? 1 : 0;
    }

    private void put(String session, ActiveTurns turns, byte[] json) {
        if (turns.hasTurns()) {
            activeTurns.put(session, json);
            active.put(session, turns);
        } else {
            // Not delete(): that reads the old value first.
            activeTurns.put(session, null);
            active.remove(session);
        }
    }

    private byte[] fit(byte[] json) {
        if (json.length + AROUND > maxBytes) {
            throw new StateTooLargeException(json.length);
        }
        return json;
    }

    private <T> Optional<T> read(Changelog store, KeyValue<String, byte[]> entry, StateFormat<T> format) {
        try {
            return Optional.of(format.read(entry.value));
        } catch (UnreadableRecordException broken) {
            if (unreadable.stream().noneMatch(noted -> noted.store() == store && noted.session().equals(entry.key))) {
                unreadable.add(new UnreadableState(store, entry.key, entry.value, broken.getMessage()));
            }
            return Optional.empty();
        }
    }

    /** Takes the active turns of a session out of its state, as if they could not be read. */
    void giveUp(String session, String reason) {
        byte[] turns = activeTurns.get(session);
        active.remove(session);
        if (turns != null) {
            unreadable.add(new UnreadableState(Changelog.ACTIVE_TURNS, session, turns, reason));
        }
    }

    /**
     * Hands over each state that could not be read since the last call, then deletes it unless other state was stored
     * over it.
     */
    void takeUnreadable(Consumer<UnreadableState> handler) {
        List<UnreadableState> all = List.copyOf(unreadable);
        unreadable.clear();
        for (UnreadableState state : all) {
            KeyValueStore<String, byte[]> store = state.store() == Changelog.ACTIVE_TURNS ? activeTurns : conversations;
            handler.accept(state);
            if (Arrays.equals(store.get(state.session()), state.value())) {
                store.delete(state.session());
            }
        }
    }
}
