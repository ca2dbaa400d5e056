package dev.rivulet.testkit.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * How a completion fails. A number of tokens is how many are sent before the fault; if the completion is shorter, there
 * is no fault.
 */
public sealed interface Fault {

    /** No fault. */
    record None() implements Fault {}

    /** The connection is closed without a response. */
    record Refuse() implements Fault {}

    /** An error response, such as 429 with {@code Retry-After} in whole seconds, or 500. */
    record Status(int status, Optional<Duration> retryAfter) implements Fault {}

    /** The request is accepted, but no response is sent. */
    record StallBeforeHeaders() implements Fault {}

    /** The headers are sent, then nothing. */
    record StallAfterHeaders() implements Fault {}

    /** The stream stops in the middle; the connection stays open. */
    record StallAfter(int tokens) implements Fault {}

    /** The socket is closed in the middle: no finish reason, no final HTTP chunk. */
    record CutAfter(int tokens) implements Fault {}

    /** The HTTP response ends properly, but without finish reason and {@code [DONE]}. */
    record EndAfter(int tokens) implements Fault {}

    /** An invalid frame in the middle; the stream continues after it. */
    record MalformedAfter(int tokens) implements Fault {}

    /** A complete stream, sent in pieces of so many bytes, split inside frames and UTF-8 sequences. */
    record Drip(int bytes, Duration gap) implements Fault {
        public Drip {
            if (bytes < 1) {
                throw new IllegalArgumentException("a drip is at least one byte, not " + bytes);
            }
        }
    }

    static Fault rateLimited(Duration retryAfter) {
        return new Status(429, Optional.of(retryAfter));
    }

    static Fault serverError() {
        return new Status(500, Optional.empty());
    }
}
