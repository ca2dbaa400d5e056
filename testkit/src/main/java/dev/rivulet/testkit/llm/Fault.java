package dev.rivulet.testkit.llm;

import java.time.Duration;
import java.util.Optional;

/** How an answer goes wrong. Token counts are tokens delivered before it does; not reached, the answer is a good one. */
public sealed interface Fault {

    /** Nothing goes wrong. */
    record None() implements Fault {}

    /** The connection is closed without any response. */
    record Refuse() implements Fault {}

    /** An error response, such as 429 with {@code Retry-After} (whole seconds) or 500. */
    record Status(int status, Optional<Duration> retryAfter) implements Fault {}

    /** The request is taken and nothing comes back, not even headers. */
    record StallBeforeHeaders() implements Fault {}

    /** Headers, then silence. */
    record StallAfterHeaders() implements Fault {}

    /** Silence in the middle, the connection open. */
    record StallAfter(int tokens) implements Fault {}

    /** The socket is closed in the middle: no finish reason, no end of the chunked body. */
    record CutAfter(int tokens) implements Fault {}

    /** The HTTP response ends properly, but without finish reason and {@code [DONE]}. */
    record EndAfter(int tokens) implements Fault {}

    /** A broken frame in the middle; the stream goes on after it. */
    record MalformedAfter(int tokens) implements Fault {}

    /** A good stream that arrives in pieces of so many bytes, also inside frames and inside UTF-8 sequences. */
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
