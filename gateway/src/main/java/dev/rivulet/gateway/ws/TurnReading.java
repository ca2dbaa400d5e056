package dev.rivulet.gateway.ws;

import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.http.Visit;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.turn.Place;
import dev.rivulet.gateway.turn.TurnLog;
import dev.rivulet.gateway.turn.TurnSink;
import dev.rivulet.gateway.turn.TurnStream;
import dev.rivulet.schemas.SessionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn on its way to one client, over a connection that others share. Belongs to its loop. */
final class TurnReading implements TurnSink, Reading {

    private static final Logger LOG = LoggerFactory.getLogger(TurnReading.class);

    private final Client client;
    private final Readings.Slot slot;
    private final SessionId session;
    private final TurnLog turn;
    private final EventFrames frames;
    private final Visit visit;
    private final TurnStream stream;

    TurnReading(Client client, Readings.Slot slot, SessionId session, TurnLog turn) {
        this.client = client;
        this.slot = slot;
        this.session = session;
        this.turn = turn;
        this.frames = new EventFrames(session, turn.turn(),
                new CursorEncoder(turn.turn(), turn.partition().partition()));
        this.visit = new Visit(client.desk(), turn.turn());
        this.stream = new TurnStream(turn, client.desk().loop(), this, client.desk().services().meters());
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

    private boolean open() {
        visit.begin();
        if (client.isGone()) {
            lose();
            return false;
        }
        slot.fill(turn.turn(), this);
        return true;
    }

    @Override
    public boolean event(ShownEvent event) {
        client.send(frames.frame(event));
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
        LOG.atWarn().addKeyValue("turn", turn.turn()).addKeyValue("code", problem.code().code())
                .log("stream ended before its turn");
        client.send(new ServerFrame.Refused(null, session, turn.turn(), problem.problem()));
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
