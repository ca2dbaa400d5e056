package dev.rivulet.gateway.ws;

import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.follow.Beginning;
import dev.rivulet.gateway.follow.SessionCursors;
import dev.rivulet.gateway.follow.SessionEvent;
import dev.rivulet.gateway.follow.ShapedSession;
import dev.rivulet.gateway.http.Visit;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.shape.View;
import dev.rivulet.gateway.turn.EventLog;
import dev.rivulet.gateway.turn.Place;
import dev.rivulet.gateway.turn.TurnLog;
import dev.rivulet.gateway.turn.TurnSink;
import dev.rivulet.gateway.turn.TurnStream;
import dev.rivulet.schemas.SessionId;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn, or all of a session, on its way to one client over a connection that others share. Belongs to its loop. */
final class SocketReading implements TurnSink, Reading {

    private static final Logger LOG = LoggerFactory.getLogger(SocketReading.class);

    private final Client client;
    private final Readings.Slot slot;
    private final Subject subject;
    private final Function<ShownEvent, String> framing;
    private final Visit visit;
    private final TurnStream stream;

    private SocketReading(Client client, Readings.Slot slot, Subject subject, UnaryOperator<TurnSink> shape,
            EventLog log,
            Function<ShownEvent, String> framing, Visit visit) {
        this.client = client;
        this.slot = slot;
        this.subject = subject;
        this.framing = framing;
        this.visit = visit;
        this.stream = new TurnStream(log, client.desk().loop(), shape.apply(this), client.desk().services().meters());
    }

    static SocketReading ofTurn(Client client, Readings.Slot slot, SessionId session, TurnLog turn, View view) {
        EventFrames frames = new EventFrames(session);
        CursorEncoder cursors = new CursorEncoder(turn.turn(), turn.partition().partition());
        return new SocketReading(client, slot, new Subject(session, turn.turn()),
                sink -> view.inFrontOf(sink, client.desk().loop(), maxChars(client)), turn.events(),
                event -> frames.frame(event.shownType(), turn.turn(), cursors.encode(event), event.value()),
                new Visit(client.desk(), turn.turn()));
    }

    static SocketReading ofSession(Client client, Readings.Slot slot, SessionId session, View view, EventLog log) {
        EventFrames frames = new EventFrames(session);
        SessionCursors cursors = new SessionCursors(log.partition().partition());
        return new SocketReading(client, slot, new Subject(session, null),
                sink -> ShapedSession.inFrontOf(sink, view, client.desk().loop(), maxChars(client)), log, shown -> {
                    SessionEvent event = (SessionEvent) shown;
                    return frames.frame(event.shownType(), event.turn(),
                            event.complete() ? cursors.encode(event.place()) : null, event.value());
                }, Visit.ofSession(client.desk()));
    }

    private static int maxChars(Client client) {
        return client.desk().services().http().maxStreamBuffer();
    }

    /** Listens to a turn that is not published yet, so that none of its events can be missed. */
    void subscribe() {
        stream.subscribe();
    }

    /** The turn was not published. */
    void abandon() {
        stream.close();
        slot.free();
    }

    /** Shows what {@link #subscribe()} brings. */
    void begin() {
        if (open()) {
            stream.begin();
        }
    }

    /** Shows what follows a place in the log. */
    void beginAt(Place.From place) {
        if (open()) {
            stream.beginAt(place);
        }
    }

    /** Shows what there is to be said first, and what follows. */
    void beginAt(Beginning beginning) {
        if (open()) {
            beginning.head().forEach(this::event);
            stream.beginAt(beginning.offset(), beginning.fence());
        }
    }

    private boolean open() {
        visit.begin();
        if (client.isGone()) {
            lose();
            return false;
        }
        slot.fill(subject, this);
        return true;
    }

    @Override
    public boolean event(ShownEvent event) {
        client.send(framing.apply(event));
        return true;
    }

    /** Frames are on their way already; the connection makes one write of them. */
    @Override
    public void flush() {
        client.readings().next();
    }

    @Override
    public boolean full() {
        boolean full = client.isFull();
        if (full) {
            slot.fellBehind();
        }
        return full;
    }

    @Override
    public void caughtUp() {
        client.readings().next();
    }

    @Override
    public void end() {
        over();
        visit.turnEnded();
    }

    @Override
    public void fail(ProblemException problem) {
        LOG.atWarn().addKeyValue("of", subject).addKeyValue("code", problem.code().code())
                .log("stream ended before its turn");
        client.send(new ServerFrame.Refused(null, subject.session(), subject.turn(), problem.problem()));
        over();
        visit.left();
    }

    @Override
    public void drained() {
        stream.drained();
    }

    @Override
    public void leave() {
        stream.close();
        over();
        visit.left();
    }

    @Override
    public void lose() {
        client.desk().services().meters().clientLeft();
        leave();
    }

    @Override
    public void stop() {
        stream.close();
        slot.free();
        visit.stopped();
    }

    private void over() {
        slot.free();
        if (!client.isGone()) {
            client.readings().next();
        }
    }
}
