package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.buffer.Buffer;

/**
 * Writes the events of one stream as server-sent events, in the form of one API. Has the state of that stream and belongs
 * to its loop.
 *
 * @param <E> the kind of event
 */
public interface Framing<E extends ShownEvent> {

    /** How long an {@code EventSource} waits before it connects again, in milliseconds. */
    int RECONNECT_MS = 1_000;

    /** Writes what a stream begins with, before its first event. */
    default void appendGreeting(Buffer out) {}

    /** @return whether the stream goes on; after the end of a turn it does not in any case */
    boolean append(Buffer out, E event);

    /** Writes that the stream cannot go on. The turn does not end by this. */
    default void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.problem(out, problem.problem());
    }

    /** Writes that the process stops. A client can go on at another gateway if the stream is resumable. */
    default void appendFarewell(Buffer out) {
        SseFrame.retry(out, RECONNECT_MS);
    }

    /** Returns whether a client that lost the stream can come back for the rest of it. */
    default boolean isResumable() {
        return true;
    }
}
