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
 * The streams of one connection. Their number is bounded, and each turn or session is read once at most. Belongs to the
 * connection's loop.
 *
 * <p>Streams that found the connection full wait for room, and resume one after the other, the longest waiting first.
 * The next one resumes when the one before has shown events or has none, so that no stream takes all the room.
 */
final class SocketStreams {

    private final int max;
    private final BooleanSupplier full;
    private final Map<StreamKey, Reader> open = new HashMap<>();
    private final Set<Reader> waiting = new LinkedHashSet<>(); // for room
    private int reserved; // slots that are not filled yet

    /** @param full returns whether the connection is full */
    SocketStreams(int max, BooleanSupplier full) {
        this.max = max;
        this.full = full;
    }

    /**
     * Reserves a slot for a stream that is looked up or published before it is opened.
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

    /** Resumes the stream that has waited longest, if the connection has room. */
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

    /** A slot for one stream. */
    final class Slot {

        private StreamKey key; // null until filled
        private Reader reader; // null until filled
        private boolean free;

        /** Opens a stream in the slot. An open stream with the same key is left: the client has requested it again. */
        void fill(StreamKey stream, Reader by) {
            reserved--;
            find(stream).ifPresent(Reader::leave);
            key = stream;
            reader = by;
            open.put(key, reader);
        }

        /** Puts the stream at the end of the queue for room, if it is not in it. */
        void waitForRoom() {
            if (!free) {
                waiting.add(reader);
            }
        }

        /** Frees the slot. Has no effect when called again. */
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
