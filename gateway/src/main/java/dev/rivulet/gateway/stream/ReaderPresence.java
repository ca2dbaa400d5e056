package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.SessionTurn;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the readers of turns that must be cancelled when nobody reads them any more ({@code onDisconnect: cancel}). A
 * reader that leaves has a grace period to come back. Knows only the readers of this gateway (ADR 13). Thread-safe.
 */
public final class ReaderPresence {

    private final Map<SessionTurn, Watched> turns = new ConcurrentHashMap<>();
    private final Duration grace;

    /** @param grace how long a turn may have no reader before it is cancelled */
    public ReaderPresence(Duration grace) {
        this.grace = grace;
    }

    /** Watches a turn: {@code cancel} is called when its last reader has left. */
    public void watch(SessionTurn turn, Runnable cancel) {
        turns.put(turn, new Watched(cancel, 0, 0));
    }

    /** Ends the watch. Like the methods below, has no effect for a turn that is not watched. */
    public void forget(SessionTurn turn) {
        turns.remove(turn);
    }

    /** Counts a reader of the turn. */
    public void enter(SessionTurn turn) {
        turns.computeIfPresent(turn, (same, watched) -> watched.entered());
    }

    /** Counts a reader out that has entered before. Must be called on the loop. */
    public void leave(SessionTurn turn, EventLoop loop) {
        Watched left = turns.computeIfPresent(turn, (same, watched) -> watched.left());
        if (left != null) {
            left.absence().ifPresent(absence -> loop.after(grace, () -> cancelIfStillUnread(turn, absence)));
        }
    }

    private void cancelIfStillUnread(SessionTurn turn, long absence) {
        Watched watched = turns.get(turn);
        if (watched != null && watched.absence().equals(OptionalLong.of(absence)) && turns.remove(turn, watched)) {
            watched.cancel().run();
        }
    }

    /** @param entries how many readers have entered so far, which tells one absence of readers from the next */
    private record Watched(Runnable cancel, int readers, long entries) {

        Watched entered() {
            return new Watched(cancel, readers + 1, entries + 1);
        }

        Watched left() {
            return new Watched(cancel, readers - 1, entries);
        }

        /** Returns which absence of readers this is; empty if there are readers. */
        OptionalLong absence() {
            return readers == 0 ? OptionalLong.of(entries) : OptionalLong.empty();
        }
    }
}
