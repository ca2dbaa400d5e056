package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader, from its attachment to the log until all was shown, its client has left, or the process stops. It is counted
 * while it is open, and {@link ReaderPresence} knows of it. All methods must be called on its loop, which owns all fields.
 *
 * @param <E> the kind of event that it is shown
 */
public final class ReaderSession<E extends ShownEvent> implements EventSink<E>, Reader {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderSession.class);

    private final Readers readers;
    private final EventLog log;
    private final TurnId turn;
    private final ReaderTransport<E> transport;
    private final LogSubscriber<E> subscriber;
    private Runnable onLost = () -> {};
    private boolean open;

    /**
     * @param turn the turn that is read; null if a session is followed
     * @param shape puts the sinks in front of this reader that give events the shape that the client wants
     */
    ReaderSession(Readers readers, EventLog log, TurnId turn, UnaryOperator<EventSink<E>> shape,
            ReaderTransport<E> transport) {
        this.readers = readers;
        this.log = log;
        this.turn = turn;
        this.transport = transport;
        this.subscriber = new LogSubscriber<>(log, readers.loop(), shape.apply(this), readers.meters());
    }

    /** Attaches to the log before a turn is published, so that no event of it can be missed. */
    public void attach() {
        subscriber.attach();
    }

    /** The turn was not published, or another is read instead: undoes {@link #attach()}. */
    public void detach() {
        subscriber.close();
    }

    /**
     * Has the turn cancelled when its reader is lost: at once if the client cannot come back, otherwise when no reader has
     * come for a while. Must be called before the reader begins.
     */
    public void cancelWhenLost(Runnable cancel) {
        if (transport.isResumable()) {
            readers.presence().watch(turn, cancel);
        } else {
            onLost = cancel;
        }
    }

    /** Opens the response and shows the events since {@link #attach()}. */
    public void begin(EventFilter<E> filter) {
        if (opens()) {
            subscriber.begin(filter);
        }
    }

    /** Opens the response and shows the events from an offset on. */
    public void beginAt(long offset, EventFilter<E> filter) {
        beginAt(List.of(), offset, filter);
    }

    /**
     * Opens the response and shows the events from an offset on.
     *
     * @param head events that are shown first
     */
    public void beginAt(List<E> head, long offset, EventFilter<E> filter) {
        if (opens()) {
            head.forEach(this::event);
            flush();
            subscriber.beginAt(offset, filter);
        }
    }

    private boolean opens() {
        open = true;
        readers.opened(this, turn);
        if (!transport.open(this)) {
            closeLost();
            return false;
        }
        return true;
    }

    @Override
    public void drained() {
        subscriber.drained();
    }

    @Override
    public void leave() {
        if (close()) {
            readers.left(turn);
            transport.left();
        }
    }

    @Override
    public void lost() {
        if (closeLost()) {
            transport.lost();
        }
    }

    @Override
    public void shutDown() {
        if (close()) {
            transport.stop();
            if (!transport.isResumable()) {
                onLost.run();
            }
        }
    }

    @Override
    public boolean event(E event) {
        return transport.event(event);
    }

    @Override
    public void flush() {
        transport.flush();
    }

    @Override
    public boolean full() {
        return transport.full();
    }

    @Override
    public void caughtUp() {
        transport.caughtUp();
    }

    @Override
    public void end() {
        if (close()) {
            readers.turnEnded(turn);
            transport.end();
        }
    }

    @Override
    public void fail(ProblemException problem) {
        if (close()) {
            LOG.atWarn().addKeyValue("of", log.selection()).addKeyValue("code", problem.code().code())
                    .log("stream ended before its turn");
            readers.left(turn);
            transport.fail(problem);
        }
    }

    private boolean closeLost() {
        boolean closes = close();
        if (closes) {
            LOG.atDebug().addKeyValue("of", log.selection()).log("client left");
            readers.meters().clientDisconnected();
            readers.left(turn);
            onLost.run();
        }
        return closes;
    }

    /** Returns whether it was open. */
    private boolean close() {
        boolean closes = open;
        open = false;
        if (closes) {
            subscriber.close();
            readers.closed(this);
        }
        return closes;
    }
}
