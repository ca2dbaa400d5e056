package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.event.EventFilter;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.LogSubscriber;
import dev.rivulet.gateway.stream.OpenStreams;
import dev.rivulet.gateway.stream.Visit;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.submit.NewTurn;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A turn, or all turns of a session, on their way to one client as server-sent events. Events of one poll or slice become one write. Belongs to its
 * loop.
 */
public final class SseStream implements EventSink, OpenStreams.Stream {

    private static final Logger LOG = LoggerFactory.getLogger(SseStream.class);

    private final SseConnection connection;
    private final Framing framing;
    private final Desk desk;
    private final EventLog log;
    private final LogSubscriber stream;
    private final Visit visit;
    private final Runnable onLeave;
    private Buffer pending; // null when nothing waits for the flush

    /**
     * @param view how the client is shown the turn
     * @param onLeave what to do when the client leaves before the end
     */
    public SseStream(HttpServerResponse response, Framing framing, ReaderOptions view, TurnLog turn, Desk desk,
            Runnable onLeave) {
        this(response, framing, sink -> view.inFrontOf(sink, desk.loop(), desk.services().http().maxStreamBuffer()),
                turn.events(), desk, new Visit(desk, turn.turn()), onLeave);
    }

    private SseStream(HttpServerResponse response, Framing framing, UnaryOperator<EventSink> shape, EventLog log,
            Desk desk, Visit visit, Runnable onLeave) {
        this.framing = framing;
        this.desk = desk;
        this.log = log;
        this.onLeave = onLeave;
        this.visit = visit;
        this.stream = new LogSubscriber(log, desk.loop(), shape.apply(this), desk.services().meters());
        this.connection = new SseConnection(response, desk.loop(), desk.services().http(), stream::drained);
    }

    /**
     * A stream that follows a session, whose reader changes nothing by leaving.
     *
     * @param shape puts in front of a sink what gives events the shape that the client wants
     */
    public static SseStream following(HttpServerResponse response, Framing framing, UnaryOperator<EventSink> shape,
            EventLog log, Desk desk) {
        return new SseStream(response, framing, shape, log, desk, Visit.ofSession(desk), () -> {});
    }

    /**
     * Publishes a turn and shows it from its first event: listens before it publishes, so that none can be missed, and
     * opens the response when Kafka has the prompt, so that a failure can still be told.
     *
     * @param beforeHead sets what else the response's head says
     */
    public void publish(RoutingContext request, NewTurn published, Runnable beforeHead) {
        stream.subscribe();
        published.publish().whenComplete((acknowledged, failure) -> desk.loop().execute(() -> {
            if (failure != null) {
                stream.close();
                desk.services().attendance().forget(published.turn());
                request.fail(failure);
                return;
            }
            beforeHead.run();
            if (open()) {
                stream.begin();
            }
        }));
    }

    /** Opens the response and shows what follows a place in the log. */
    public void beginAt(StartPosition.From place) {
        if (open()) {
            stream.beginAt(place);
        }
    }

    /**
     * Opens the response and shows what follows an offset and gets past a fence.
     *
     * @param head what is shown before that
     */
    public void beginAt(List<? extends ShownEvent> head, long offset, EventFilter fence) {
        if (open()) {
            head.forEach(this::event);
            flush();
            stream.beginAt(offset, fence);
        }
    }

    private boolean open() {
        visit.begin();
        if (connection.isClosed()) {
            stream.close();
            visit.left();
            onLeave.run();
            return false;
        }
        desk.streams().add(this);
        connection.open(this::clientLeft);
        Buffer greeting = Buffer.buffer();
        framing.appendGreeting(greeting);
        if (greeting.length() > 0) {
            connection.write(greeting);
        }
        return true;
    }

    @Override
    public boolean event(ShownEvent event) {
        if (pending == null) {
            pending = Buffer.buffer(event.value().length + SseFrame.OVERHEAD);
        }
        return framing.append(pending, event);
    }

    @Override
    public void flush() {
        if (pending != null && pending.length() > 0) {
            connection.write(pending);
        }
        pending = null;
    }

    @Override
    public boolean full() {
        return connection.isFull();
    }

    @Override
    public void end() {
        visit.turnEnded();
        close();
    }

    @Override
    public void fail(ProblemException problem) {
        LOG.atWarn().addKeyValue("of", log.selection()).addKeyValue("code", problem.code().code())
                .log("stream ended before its turn");
        Buffer last = Buffer.buffer();
        framing.appendProblem(last, problem);
        connection.write(last);
        visit.left();
        close();
    }

    @Override
    public void shutDown() {
        stream.close();
        Buffer last = Buffer.buffer();
        framing.appendFarewell(last);
        connection.write(last);
        visit.stopped();
        close();
        if (!framing.isResumable()) {
            onLeave.run();
        }
    }

    private void clientLeft() {
        stream.close();
        desk.services().meters().clientLeft();
        LOG.atDebug().addKeyValue("of", log.selection()).log("client left");
        visit.left();
        desk.streams().remove(this);
        onLeave.run();
    }

    private void close() {
        connection.end();
        desk.streams().remove(this);
    }
}
