package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.TurnId;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts, at this gateway, the readers of turns that are to be cancelled when nobody reads them. A reader that leaves has
 * some time to come back. Readers at other gateways are not known here. Thread-safe.
 */
public final class ReaderPresence {

    private final Map<TurnId, Watched> turns = new ConcurrentHashMap<>();
    private final Duration grace;

    /** @param grace how long a turn may be without a reader */
    public ReaderPresence(Duration grace) {
        this.grace = grace;
    }

    /** Watches a turn, which is cancelled when its last reader has left. */
    public void watch(TurnId turn, Runnable cancel) {
        turns.put(turn, new Watched(cancel, 0, 0));
    }

    /** The turn has ended. Like the methods below, this does nothing for a turn that is not watched. */
    public void forget(TurnId turn) {
        turns.remove(turn);
    }

    /** A reader of the turn has come. */
    public void enter(TurnId turn) {
        turns.computeIfPresent(turn, (id, watched) -> watched.entered());
    }

    /** A reader of the turn that had come has left. Must be called on the loop. */
    public void leave(TurnId turn, EventLoop loop) {
        Watched left = turns.computeIfPresent(turn, (id, watched) -> watched.left());
        if (left != null) {
            left.unreadSince().ifPresent(since -> loop.after(grace, () -> cancelIfStillUnread(turn, since)));
        }
    }

    private void cancelIfStillUnread(TurnId turn, long since) {
        Watched watched = turns.get(turn);
        if (watched != null && watched.unreadSince().equals(OptionalLong.of(since)) && turns.remove(turn, watched)) {
            watched.cancel().run();
        }
    }

    /** @param entries how often a reader has come: tells one absence from the next */
    private record Watched(Runnable cancel, int readers, long entries) {

        Watched entered() {
            return new Watched(cancel, readers + 1, entries + 1);
        }

        Watched left() {
            return new Watched(cancel, readers - 1, entries);
        }

        OptionalLong unreadSince() {
            return readers == 0 ? OptionalLong.of(entries) : OptionalLong.empty();
        }
    }
}
