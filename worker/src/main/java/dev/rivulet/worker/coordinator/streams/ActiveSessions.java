package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.worker.coordinator.session.ActiveTurns;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The turns of one partition's sessions in the heap: ten sweeps a second over all sessions must not read the store. A
 * session's turns are kept whole as long as {@link ActiveTurnMemory} has room for their text, and otherwise as
 * {@linkplain ActiveTurns#outline outlines}. Must be used on the coordinator's thread.
 */
final class ActiveSessions {

    private final ActiveTurnMemory memory;
    private final Map<String, ActiveTurns> turns = new HashMap<>();
    private final Map<String, Long> textBytes = new HashMap<>(); // by session whose turns are whole

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

    /** @param whole has turns, with their text */
    void put(String session, ActiveTurns whole) {
        remove(session);
        memory.addTurns(whole.count());
        long bytes = whole.textBytes();
        if (memory.keepText(bytes)) {
            textBytes.put(session, bytes);
            turns.put(session, whole);
        } else {
            turns.put(session, whole.outline());
        }
    }

    void remove(String session) {
        ActiveTurns removed = turns.remove(session);
        if (removed != null) {
            memory.addTurns(-removed.count());
            dropText(session);
        }
    }

    private void dropText(String session) {
        Long bytes = textBytes.remove(session);
        if (bytes != null) {
            memory.dropText(bytes);
        }
    }

    /** Drops text of sessions as long as there is no room for it. */
    void dropTextWithoutRoom() {
        for (String session : memory.keepsTooMuchText() ? List.copyOf(textBytes.keySet()) : List.<String>of()) {
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
