package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.buffer.Buffer;

/** How one kind of stream writes what happens. Has the state of one stream and belongs to its loop. */
public interface Framing {

    /** How long an {@code EventSource} waits before it connects again. */
    int RECONNECT_MS = 1_000;

    /** What every stream of this kind begins with, before its first event. May be nothing. */
    default void appendGreeting(Buffer out) {}

    /** @return whether the stream goes on; after a terminal it does not in any case */
    boolean append(Buffer out, ShownEvent event);

    /** The stream cannot go on. The turn has not ended by this. */
    default void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.problem(out, problem.problem());
    }

    /** The process stops; the client is to go on elsewhere if it can. */
    default void appendFarewell(Buffer out) {
        SseFrame.retry(out, RECONNECT_MS);
    }

    /** Whether a client that lost the stream can come back for the rest of it. */
    default boolean isResumable() {
        return true;
    }
}
