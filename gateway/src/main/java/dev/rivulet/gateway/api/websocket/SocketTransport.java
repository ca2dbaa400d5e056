package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.gateway.stream.ReaderTransport;
import java.util.function.Function;

/**
 * Sends a reader's events over a connection that other readers share. Belongs to its loop.
 *
 * @param <E> the type of event
 */
final class SocketTransport<E extends ShownEvent> implements ReaderTransport<E> {

    private final SocketSession session;
    private final SocketStreams.Slot slot;
    private final StreamKey key;
    private final Function<E, String> framing;

    /** @param framing returns the text frame of an event */
    SocketTransport(SocketSession session, SocketStreams.Slot slot, StreamKey key, Function<E, String> framing) {
        this.session = session;
        this.slot = slot;
        this.key = key;
        this.framing = framing;
    }

    @Override
    public boolean open(Reader reader) {
        if (session.hasEnded()) {
            slot.free();
            return false;
        }
        slot.fill(key, reader);
        return true;
    }

    @Override
    public boolean event(E event) {
        session.send(framing.apply(event));
        return true;
    }

    /** The frames were given to the connection already, which combines them into one write. */
    @Override
    public void flush() {
        session.streams().resumeNext();
    }

    @Override
    public boolean full() {
        boolean full = session.isFull();
        if (full) {
            slot.waitForRoom();
        }
        return full;
    }

    @Override
    public void caughtUp() {
        session.streams().resumeNext();
    }

    @Override
    public void end() {
        free();
    }

    @Override
    public void fail(ProblemException problem) {
        session.send(new ServerFrame.Refused(null, key.session(), key.turn(), problem.problem()));
        free();
    }

    @Override
    public void left() {
        free();
    }

    @Override
    public void lost() {
        slot.free();
    }

    @Override
    public Caller caller() {
        return session.caller();
    }

    @Override
    public StreamKind kind() {
        return StreamKind.WS;
    }

    /** Sends nothing: the connection sends one frame for all its streams. */
    @Override
    public void stop() {
        slot.free();
    }

    private void free() {
        slot.free();
        session.streams().resumeNext();
    }
}
