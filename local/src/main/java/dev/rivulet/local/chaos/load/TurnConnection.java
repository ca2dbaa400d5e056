package dev.rivulet.local.chaos.load;

import dev.rivulet.testkit.sse.SseEvent;
import java.time.Duration;
import java.util.Optional;

/** One connection on which a client reads a turn or a session. */
interface TurnConnection extends AutoCloseable {

    /** Waits for the next event; empty on timeout, or if the connection has ended. */
    Optional<SseEvent> next(Duration timeout);

    /** Returns why the gateway has refused to show the turn for good; empty if it has not. */
    Optional<String> refusal();

    /** Waits until nothing more can follow the turn's end. Returns false on timeout. */
    boolean awaitEnd(Duration timeout);

    /** Closes the connection without notice, as a lost client would. */
    @Override
    void close();
}
