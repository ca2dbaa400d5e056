package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.loop.VertxEventLoop;
import dev.rivulet.schemas.TurnId;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who reads, at this gateway, the turns that are to be cancelled when nobody does. A reader that leaves has some time to
 * come back. Readers at other gateways are not known here. Thread-safe.
 */
public final class ReaderPresence {

    private final Map<TurnId, Watched> turns = new ConcurrentHashMap<>();
    private final Duration grace;

    /** @param grace how long a turn may be without a reader */
    public ReaderPresence(Duration grace) {
        this.grace = grace;
    }

    /** From now on a turn is to be cancelled when its last reader leaves. */
    public void watch(TurnId turn, Runnable cancel) {
        turns.put(turn, new Watched(cancel, 0, 0));
    }

    /** The turn has ended, or never began. */
    public void forget(TurnId turn) {
        turns.remove(turn);
    }

    /** A reader is there. Does nothing for turns that are not watched, as do all methods. */
    public void enter(TurnId turn) {
        turns.computeIfPresent(turn, (id, watched) -> watched.entered());
    }

    /** A reader that was there is gone. To be called on the loop. */
    public void leave(TurnId turn, VertxEventLoop loop) {
        Watched left = turns.computeIfPresent(turn, (id, watched) -> watched.left());
        if (left != null) {
            left.alone().ifPresent(since -> loop.after(grace, () -> cancelIfStillAlone(turn, since)));
        }
    }

    private void cancelIfStillAlone(TurnId turn, long since) {
        Watched watched = turns.get(turn);
        if (watched != null && watched.alone().equals(OptionalLong.of(since)) && turns.remove(turn, watched)) {
            watched.cancel().run();
        }
    }

    /** @param visits how often a reader has come: tells one absence from the next */
    private record Watched(Runnable cancel, int readers, long visits) {

        Watched entered() {
            return new Watched(cancel, readers + 1, visits + 1);
        }

        Watched left() {
            return new Watched(cancel, readers - 1, visits);
        }

        OptionalLong alone() {
            return readers == 0 ? OptionalLong.of(visits) : OptionalLong.empty();
        }
    }
}
