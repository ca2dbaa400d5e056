package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the heap has of the sessions of one partition that have turns. Their turns: ten sweeps a second over all
 * sessions must not read the store. Whole as long as {@link ActiveTurnMemory} has room for their text, and otherwise as
 * {@linkplain ActiveTurns#outline outlines}. Their conversations, where there is room: a turn needs its session's three
 * times, and to read one is to parse all its text. Must be used on the coordinator's thread.
 */
final class ActiveSessions {

    private final ActiveTurnMemory memory;
    private final Map<String, ActiveTurns> turns = new HashMap<>();
    private final Map<String, Long> textBytes = new HashMap<>(); // by session whose turns are whole
    private final Map<String, Kept> conversations = new HashMap<>();

    /** @param bytes what is counted for it */
    private record Kept(Conversation conversation, long bytes) {}

    ActiveSessions(ActiveTurnMemory memory) {
        this.memory = memory;
    }

    /** Returns the turns by session, whole or as outlines; changes with the state. */
    Map<String, ActiveTurns> outlines() {
        return Collections.unmodifiableMap(turns);
    }

    /** Returns a session's turns, whole or as outlines. */
    ActiveTurns outline(String session) {
        return turns.getOrDefault(session, ActiveTurns.IDLE);
    }

    /** Returns whether the session's turns are outlines, and their text has to be read from the store. */
    boolean isWithoutText(String session) {
        return turns.containsKey(session) && !textBytes.containsKey(session);
    }

    /** Returns a session's conversation; empty if it has to be read from the store. */
    Optional<Conversation> conversation(String session) {
        return Optional.ofNullable(conversations.get(session)).map(Kept::conversation);
    }

    /** @param whole has turns, with their text */
    void put(String session, ActiveTurns whole) {
        removeTurns(session);
        memory.addTurns(session, whole.count());
        long bytes = whole.textBytes();
        if (memory.keepText(bytes)) {
            textBytes.put(session, bytes);
            turns.put(session, whole);
        } else {
            turns.put(session, whole.outline());
        }
    }

    /** Keeps the conversation of a session that has turns, if there is room for it. */
    void keep(String session, Conversation conversation) {
        Kept old = conversations.get(session);
        if (old != null && old.conversation == conversation || !turns.containsKey(session)) {
            return;
        }
        dropConversation(session);
        long bytes = conversation.sizeInBytes();
        if (memory.keepText(bytes)) {
            conversations.put(session, new Kept(conversation, bytes));
        }
    }

    void remove(String session) {
        removeTurns(session);
        dropConversation(session);
    }

    private void removeTurns(String session) {
        ActiveTurns removed = turns.remove(session);
        if (removed != null) {
            memory.removeTurns(session, removed.count());
            dropText(session);
        }
    }

    private void dropText(String session) {
        Long bytes = textBytes.remove(session);
        if (bytes != null) {
            memory.dropText(bytes);
        }
    }

    private void dropConversation(String session) {
        Kept dropped = conversations.remove(session);
        if (dropped != null) {
            memory.dropText(dropped.bytes);
        }
    }

    /** Drops conversations, then text of turns, as long as there is no room for them. */
    void dropTextWithoutRoom() {
        if (!memory.keepsTooMuchText()) {
            return;
        }
        List.copyOf(conversations.keySet()).forEach(this::dropConversation);
        for (String session : List.copyOf(textBytes.keySet())) {
            if (!memory.keepsTooMuchText()) {
                return;
            }
            dropText(session);
            turns.computeIfPresent(session, (key, whole) -> whole.outline());
        }
    }

    void clear() {
        List.copyOf(turns.keySet()).forEach(this::remove);
    }
}
