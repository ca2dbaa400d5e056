package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.LogSubscriber;
import dev.rivulet.gateway.stream.Visit;
import dev.rivulet.gateway.stream.follow.FollowStart;
import dev.rivulet.gateway.stream.follow.SessionCursors;
import dev.rivulet.gateway.stream.follow.SessionEvent;
import dev.rivulet.gateway.stream.follow.SessionShaper;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.schemas.SessionId;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn, or all of a session, on its way to one client over a connection that others share. Belongs to its loop. */
final class SocketReading implements EventSink, SocketStream {

    private static final Logger LOG = LoggerFactory.getLogger(SocketReading.class);

    private final SocketSession client;
    private final SocketStreams.Slot slot;
    private final StreamKey subject;
    private final Function<ShownEvent, String> framing;
    private final Visit visit;
    private final LogSubscriber stream;

    private SocketReading(SocketSession client, SocketStreams.Slot slot, StreamKey subject,
            UnaryOperator<EventSink> shape,
            EventLog log,
            Function<ShownEvent, String> framing, Visit visit) {
        this.client = client;
        this.slot = slot;
        this.subject = subject;
        this.framing = framing;
        this.visit = visit;
        this.stream = new LogSubscriber(log, client.desk().loop(), shape.apply(this),
                client.desk().services().meters());
    }

    static SocketReading ofTurn(SocketSession client, SocketStreams.Slot slot, SessionId session, TurnLog turn,
            ReaderOptions view) {
        EventFrames frames = new EventFrames(session);
        CursorEncoder cursors = new CursorEncoder(turn.turn(), turn.partition().partition());
        return new SocketReading(client, slot, new StreamKey(session, turn.turn()),
                sink -> view.inFrontOf(sink, client.desk().loop(), maxChars(client)), turn.events(),
                event -> frames.frame(event.shownType(), turn.turn(), cursors.encode(event), event.value()),
                new Visit(client.desk(), turn.turn()));
    }

    static SocketReading ofSession(SocketSession client, SocketStreams.Slot slot, SessionId session, ReaderOptions view,
            EventLog log) {
        EventFrames frames = new EventFrames(session);
        SessionCursors cursors = new SessionCursors(log.partition().partition());
        return new SocketReading(client, slot, new StreamKey(session, null),
                sink -> SessionShaper.inFrontOf(sink, view, client.desk().loop(), maxChars(client)), log, shown -> {
                    SessionEvent event = (SessionEvent) shown;
                    return frames.frame(event.shownType(), event.turn(),
                            event.complete() ? cursors.encode(event.place()) : null, event.value());
                }, Visit.ofSession(client.desk()));
    }

    private static int maxChars(SocketSession client) {
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
    void beginAt(StartPosition.From place) {
        if (open()) {
            stream.beginAt(place);
        }
    }

    /** Shows what there is to be said first, and what follows. */
    void beginAt(FollowStart beginning) {
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
