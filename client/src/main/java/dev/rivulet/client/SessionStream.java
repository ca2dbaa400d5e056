package dev.rivulet.client;

import java.util.Iterator;

/**
 * Everything that happens in a session, from any device. It does not end by itself: close it, from any thread, or leave the
 * loop. Connections that are lost are replaced without a gap. Threads and failures as with {@link TurnStream}.
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

    /** The events from here on; waits for each. */
    @Override
    public Iterator<SessionEvent> iterator() {
        return reader;
    }

    /** Where {@link RivuletClient#followFrom} would go on; null before the first event. Any thread. */
    public String cursor() {
        return events.cursor();
    }

    /** Leaves; whoever reads gets a {@link StreamClosedException}. Any thread, again and again. */
    @Override
    public void close() {
        events.close();
    }
}
