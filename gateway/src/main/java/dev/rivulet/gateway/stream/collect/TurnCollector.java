package dev.rivulet.gateway.stream.collect;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.LogSubscriber;
import dev.rivulet.gateway.stream.OpenStreams;
import dev.rivulet.gateway.stream.Visit;
import dev.rivulet.gateway.submit.NewTurn;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Collects a turn until it has ended, for a response in one piece. Belongs to its loop. */
public final class TurnCollector implements EventSink, OpenStreams.Stream {

    private final RoutingContext request;
    private final Desk desk;
    private final Optional<Duration> patience;
    private final Reply reply;
    private final Visit visit;
    private final LogSubscriber stream;
    private final TurnAccumulator fold = new TurnAccumulator();
    private EventLoop.Timer limit; // null while there is none
    private boolean over;

    /** @param patience how long the client waits; empty: until the turn has ended */
    public TurnCollector(RoutingContext request, Desk desk, TurnLog turn, Optional<Duration> patience, Reply reply) {
        this.request = request;
        this.desk = desk;
        this.patience = patience;
        this.reply = reply;
        this.visit = new Visit(desk, turn.turn());
        this.stream = new LogSubscriber(turn.events(), desk.loop(), this, desk.services().meters());
    }

    /** Listens to a turn, publishes it, and replies when it has ended. */
    public void publish(NewTurn turn) {
        stream.subscribe();
        desk.then(turn.publish(), acknowledged -> {
            if (open()) {
                stream.begin();
            }
        }, failure -> {
            stream.close();
            desk.services().attendance().forget(turn.turn());
            request.fail(failure);
        });
    }

    /** Replies when a turn has ended that is in the log already, from its beginning on. */
    public void beginAt(StartPosition.From place) {
        if (open()) {
            stream.beginAt(place);
        }
    }

    private boolean open() {
        visit.begin();
        if (request.response().closed()) {
            stream.close();
            visit.left();
            reply.left();
            return false;
        }
        desk.streams().add(this);
        request.response().closeHandler(nothing -> clientLeft());
        patience.ifPresent(time -> limit = desk.loop().after(time, this::timeIsUp));
        return true;
    }

    @Override
    public boolean event(ShownEvent event) {
        fold.show(event);
        return true;
    }

    @Override
    public void flush() {
        // nothing goes out before the end
    }

    @Override
    public boolean full() {
        return false;
    }

    @Override
    public void end() {
        finish(visit::turnEnded, () -> reply.ended(fold));
    }

    @Override
    public void fail(ProblemException problem) {
        finish(visit::left, () -> request.fail(problem));
    }

    @Override
    public void shutDown() {
        finish(visit::stopped, () -> reply.cutShort(fold));
    }

    private void timeIsUp() {
        finish(visit::left, () -> reply.cutShort(fold));
    }

    private void clientLeft() {
        finish(() -> {
            desk.services().meters().clientLeft();
            visit.left();
        }, reply::left);
    }

    private void finish(Runnable signOff, Runnable last) {
        if (over) {
            return;
        }
        over = true;
        if (limit != null) {
            limit.cancel();
        }
        stream.close();
        desk.streams().remove(this);
        signOff.run();
        last.run();
    }
}
