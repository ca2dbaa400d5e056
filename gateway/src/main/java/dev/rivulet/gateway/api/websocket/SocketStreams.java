package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
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
 * The streams that one connection reads: a bounded number, and each once. Those that found the connection full go on one
 * after the other, the one that has waited longest first. The next goes on when the one before has shown something or has
 * nothing to show, so that none takes all the room. Belongs to the connection's loop.
 */
final class SocketStreams {

    private final int max;
    private final BooleanSupplier full;
    private final Map<StreamKey, Reader> open = new HashMap<>();
    private final Set<Reader> waiting = new LinkedHashSet<>();
    private int reserved;

    /** @param full returns whether the connection is full */
    SocketStreams(int max, BooleanSupplier full) {
        this.max = max;
        this.full = full;
    }

    /**
     * Reserves room for a stream that may still have to be looked up.
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

    Optional<Reader> find(StreamKey key) {
        return Optional.ofNullable(open.get(key));
    }

    /** Lets the stream go on that has waited longest for room, if there is room. */
    void resumeNext() {
        Iterator<Reader> longest = waiting.iterator();
        if (longest.hasNext() && !full.getAsBoolean()) {
            Reader reader = longest.next();
            longest.remove();
            reader.drained();
        }
    }

    void forEach(Consumer<Reader> action) {
        List.copyOf(open.values()).forEach(action);
    }

    /** Room for one stream. */
    final class Slot {

        private StreamKey key; // null while it is only reserved
        private Reader reader;
        private boolean free;

        /** Takes the room. A reader of the same stream leaves: the client asked again. */
        void fill(StreamKey filled, Reader by) {
            reserved--;
            find(filled).ifPresent(Reader::leave);
            key = filled;
            reader = by;
            open.put(key, reader);
        }

        /** The stream found the connection full. */
        void waitForRoom() {
            if (!free) {
                waiting.add(reader);
            }
        }

        /** Frees the room. Has no effect when called again. */
        void free() {
            if (free) {
                return;
            }
            free = true;
            if (key == null) {
                reserved--;
            } else {
                open.remove(key, reader);
                waiting.remove(reader);
            }
        }
    }
}
