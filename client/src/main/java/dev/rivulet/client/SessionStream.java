package dev.rivulet.client;

import java.util.Iterator;

/**
 * All events of a session, whatever device they come from. It does not end by itself: leave the loop, or close it from
 * any thread. Lost connections are replaced without a gap. Threads and exceptions are as for {@link TurnStream}.
 */
public final class SessionStream implements Iterable<SessionEvent>, AutoCloseable {

    private final ReconnectingEventStream<SessionEvent> events;
    private final SingleReaderIterator<SessionEvent> reader;

    SessionStream(Transport transport, SessionSource source, String cursor) {
        events = new ReconnectingEventStream<>(transport, source, cursor, Deadline.in(null), () -> ReadProgress.NONE);
        reader = new SingleReaderIterator<>(events::next, events::requireOpen);
    }

    SessionStream open() {
        try {
            events.connect();
            return this;
        } catch (RuntimeException refused) {
            events.close();
            throw refused;
        }
    }

    /** Returns the further events; waits for each. */
    @Override
    public Iterator<SessionEvent> iterator() {
        return reader;
    }

    /** Returns where {@link RivuletClient#followFrom} can continue; null before the first event. Any thread. */
    public String cursor() {
        return events.cursor();
    }

    /** Closes the stream; a waiting reader gets a {@link StreamClosedException}. Any thread; idempotent. */
    @Override
    public void close() {
        events.close();
    }
}
