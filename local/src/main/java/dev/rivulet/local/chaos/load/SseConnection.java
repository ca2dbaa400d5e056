package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import java.time.Duration;
import java.util.Optional;

/** An event stream over HTTP. */
record SseConnection(SseStream stream) implements TurnConnection {

    private static final int UNAVAILABLE = 503;

    @Override
    public Optional<SseEvent> next(Duration timeout) {
        return stream.next(timeout);
    }

    /** An unavailable gateway (503) has not refused for good. */
    @Override
    public Optional<String> refusal() {
        return stream.awaitEnd(Duration.ZERO).flatMap(SseConnection::refusal);
    }

    private static Optional<String> refusal(StreamEnd end) {
        return end instanceof StreamEnd.Rejected rejected && rejected.status() != UNAVAILABLE
                ? Optional.of("refused with " + rejected.status() + " " + rejected.body())
                : Optional.empty();
    }

    @Override
    public boolean awaitEnd(Duration timeout) {
        return stream.awaitEnd(timeout).isPresent();
    }

    @Override
    public void close() {
        stream.cut();
    }
}
