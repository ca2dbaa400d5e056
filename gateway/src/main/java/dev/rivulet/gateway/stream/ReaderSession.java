package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.quota.Slot;
import dev.rivulet.schemas.SessionTurn;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader, from its attachment to the log until all events were shown, its client has left, or the process stops.
 * While it is open it is counted in the metrics and in {@link ReaderPresence}. All methods must be called on its loop,
 * which owns all fields.
 *
 * @param <E> the type of event that it is shown
 */
public final class ReaderSession<E extends ShownEvent> implements EventSink<E>, Reader {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderSession.class);

    private final Readers readers;
    private final EventLog log;
    private final SessionTurn turn;
    private final ReaderTransport<E> transport;
    private final LogSubscriber<E> subscriber;
    private final Slot slot; // of the caller's quota
    private final long madeAt = System.nanoTime();
    private Runnable onLost = () -> {};
    private Optional<CountedFollower<E>> counted = Optional.empty(); // empty unless it is counted
    private State state = State.NEW;
    private boolean anyEvent;

    /**
     * @param turn the turn that is read; null if a session is followed
     * @param shape wraps the reader's sink in the sinks that give events the shape that the client wants
     * @throws dev.rivulet.gateway.quota.QuotaExceededException if the caller has as many streams as it may
     */
    ReaderSession(Readers readers, EventLog log, SessionTurn turn, UnaryOperator<EventSink<E>> shape,
            ReaderTransport<E> transport) {
        this.readers = readers;
        this.log = log;
        this.turn = turn;
        this.transport = transport;
        this.subscriber = new LogSubscriber<>(log, readers.loop(), shape.apply(this), readers.meters());
        this.slot = readers.quotas().openStream(transport.caller());
    }

    /**
     * Attaches to the log. Called before a turn is published, so that no event of it is missed.
     *
     * @return completes when it is attached; see {@link LogSubscriber#attach}
     */
    public CompletableFuture<Void> attach() {
        return subscriber.attach();
    }

    /** Gives the reader up: its turn was not published, another reader takes over, or it could not be opened. */
    public void detach() {
        if (close()) {
            readers.left(turn);
        } else {
            subscriber.close();
            slot.close();
        }
    }

    /**
     * Cancels the turn when its reader is lost: at once if the client cannot resume, otherwise when the turn has had no
     * reader for the grace period. Must be called before the reader begins.
     */
    public void cancelWhenLost(Runnable cancel) {
        if (transport.isResumable()) {
            readers.presence().watch(turn, cancel);
        } else {
            onLost = cancel;
        }
    }

    /**
     * Counts the reader as a follower of a session while it is open, and shows it how many there are when that changes.
     * Must be called before the reader begins. Has no effect where followers are not counted.
     *
     * @param resumes whether the client was shown earlier events elsewhere: it may remember another number. Otherwise
     *     it takes itself for the only follower until it is told another number
     * @param event makes the event that says how many
     */
    public void countAsFollower(OwnedSession session, boolean resumes, IntFunction<E> event) {
        counted = readers.followers().map(followers -> new CountedFollower<>(followers, session.key(), readers.loop(),
                resumes ? 0 : 1, this::showReaders, event));
    }

    /** Opens the response and shows the events since {@link #attach()}. */
    public void begin(EventFilter<E> filter) {
        if (open()) {
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
     * @param head events that are shown before those of the log; may be empty
     */
    public void beginAt(List<E> head, long offset, EventFilter<E> filter) {
        if (open()) {
            if (!head.isEmpty()) {
                head.forEach(this::event);
                flush();
            }
            counted.ifPresent(CountedFollower::enter);
            subscriber.beginAt(offset, filter);
        }
    }

    /**
     * Opens the response, if it was not opened before. If that is done before the turn is accepted, the client can tell
     * a server that takes long from one that does not respond, and can name the turn when it comes back.
     *
     * @return false if the reader has ended: the client is gone, or the process stops
     */
    public boolean open() {
        if (state == State.NEW) {
            state = State.OPENING;
            readers.opened(this, turn);
            if (!transport.open(this)) {
                closeLost();
            } else {
                state = State.OPEN;
                if (readers.streams().isShutDown()) {
                    shutDown();
                } else if (!readers.streams().allows(caller())) {
                    revoke();
                }
            }
        }
        return state == State.OPEN;
    }

    /** Returns whether the response is open. */
    public boolean isOpen() {
        return state == State.OPEN;
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
        if (!anyEvent) {
            anyEvent = true;
            firstEvent();
        }
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
        showReaders();
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

    @Override
    public Caller caller() {
        return transport.caller();
    }

    @Override
    public void revoke() {
        fail(caller().revoked());
    }

    StreamKind kind() {
        return transport.kind();
    }

    /** What a follower sees first can happen at any time. */
    private void firstEvent() {
        if (turn != null) {
            readers.meters().firstEvent(kind(), System.nanoTime() - madeAt);
        }
    }

    /** Has no effect if the reader is full: it is shown what is so then when it has caught up. */
    private void showReaders() {
        counted.filter(CountedFollower::hasChanged).filter(follower -> isOpen() && !transport.full())
                .ifPresent(follower -> {
                    transport.event(follower.show());
                    transport.flush();
                    readers.meters().eventsRelayed(1);
                });
    }

    /** Returns false if the reader was not open. */
    private boolean closeLost() {
        boolean wasOpen = close();
        if (wasOpen) {
            LOG.atDebug().addKeyValue("of", log.selection()).log("client left");
            readers.meters().clientDisconnected();
            readers.left(turn);
            onLost.run();
        }
        return wasOpen;
    }

    /** Returns false if the reader was not open. */
    private boolean close() {
        boolean wasOpen = state == State.OPENING || state == State.OPEN;
        state = State.CLOSED;
        if (wasOpen) {
            subscriber.close();
            slot.close();
            counted.ifPresent(CountedFollower::leave);
            readers.closed(this);
        }
        return wasOpen;
    }

    private enum State {
        NEW,
        /** The transport is about to open; it may fail. */
        OPENING,
        OPEN,
        CLOSED
    }
}
