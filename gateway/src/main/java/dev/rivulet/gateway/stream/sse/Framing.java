package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.buffer.Buffer;

/**
 * Writes the events of one stream as server-sent events in the format of one API. Holds the state of that stream;
 * belongs to its loop.
 *
 * @param <E> the type of event
 */
public interface Framing<E extends ShownEvent> {

    /** Returns whose format it is, for the metrics. */
    StreamKind kind();

    /** Writes what precedes the first event. */
    default void appendPreamble(Buffer out) {}

    /** @return false if the stream ends with the event; after the end of a turn it ends in any case */
    boolean append(Buffer out, E event);

    /** Writes that the stream cannot continue. Its turn may continue. */
    default void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.appendProblem(out, problem.problem());
    }

    /**
     * Writes that the stream cannot continue now, and that the client can come back. An {@code EventSource} does so by
     * itself, with the id of the last event.
     *
     * @param retryMs how long the client should wait, in milliseconds
     */
    default void appendUnavailable(Buffer out, ProblemException problem, int retryMs) {
        SseFrame.appendUnavailable(out, problem, retryMs);
    }

    /**
     * Writes that the process stops. A client can resume at another gateway if the stream is resumable.
     *
     * @param retryMs how long the client should wait, in milliseconds
     */
    default void appendShutdown(Buffer out, int retryMs) {
        SseFrame.appendRetry(out, retryMs);
    }

    /** Returns whether a client that lost the stream can resume it. */
    default boolean isResumable() {
        return true;
    }
}
