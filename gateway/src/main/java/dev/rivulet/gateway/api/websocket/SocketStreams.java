package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * All that one connection reads: a bounded number, and each thing once. Those that found the connection full go on one
 * after the other, the one that has waited longest first; the next follows when the one before has shown something or has
 * nothing to show, so that none takes all the room. Belongs to the connection's loop.
 */
final class SocketStreams {

    private final int max;
    private final BooleanSupplier full;
    private final Map<StreamKey, SocketStream> open = new HashMap<>();
    private final Set<SocketStream> behind = new LinkedHashSet<>();
    private int reserved;

    /** @param full whether the connection is */
    SocketStreams(int max, BooleanSupplier full) {
        this.max = max;
        this.full = full;
    }

    /**
     * Room for one more, which may still have to be found.
     *
     * @throws ProblemException {@code too_many_streams}
     */
    Slot reserve() {
        if (open.size() + reserved >= max) {
            throw new ProblemException(ProblemCode.TOO_MANY_STREAMS,
                    "This connection reads " + max + " streams, and more are not allowed: leave some.");
        }
        reserved++;
        return new Slot();
    }

    Optional<SocketStream> find(StreamKey what) {
        return Optional.ofNullable(open.get(what));
    }

    /** Lets one of those go on that wait for room. */
    void next() {
        Iterator<SocketStream> longest = behind.iterator();
        if (longest.hasNext() && !full.getAsBoolean()) {
            SocketStream reading = longest.next();
            longest.remove();
            reading.drained();
        }
    }

    void forEach(Consumer<SocketStream> action) {
        List.copyOf(open.values()).forEach(action);
    }

    /** A place among the readings. */
    final class Slot {

        private StreamKey what; // null while it is only reserved
        private SocketStream reading;
        private boolean free;

        /** Takes the place. Whoever read the same is told to leave: the client asked again. */
        void fill(StreamKey wanted, SocketStream by) {
            reserved--;
            find(wanted).ifPresent(SocketStream::leave);
            what = wanted;
            reading = by;
            open.put(what, reading);
        }

        /** The reading found no room, and waits for its turn. */
        void fellBehind() {
            if (!free) {
                behind.add(reading);
            }
        }

        /** Nothing is read here any more. Twice does nothing. */
        void free() {
            if (free) {
                return;
            }
            free = true;
            if (what == null) {
                reserved--;
            } else {
                open.remove(what, reading);
                behind.remove(reading);
            }
        }
    }
}
