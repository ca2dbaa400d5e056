package dev.rivulet.gateway.stream.collect;

import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.ReaderTransport;
import dev.rivulet.gateway.stream.Readers;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Collects a turn until it has ended, for a response in one piece. Belongs to its loop. */
public final class TurnCollector implements ReaderTransport<TurnEvent> {

    private final RoutingContext request;
    private final EventLoop loop;
    private final Optional<Duration> patience;
    private final TurnReply reply;
    private final TurnAccumulator turn = new TurnAccumulator();
    private EventLoop.Timer limit; // null if there is none

    private TurnCollector(RoutingContext request, EventLoop loop, Optional<Duration> patience, TurnReply reply) {
        this.request = request;
        this.loop = loop;
        this.patience = patience;
        this.reply = reply;
    }

    /**
     * Makes a reader that collects a turn.
     *
     * @param patience how long the client waits; empty: until the turn has ended
     */
    public static ReaderSession<TurnEvent> reader(Readers readers, RoutingContext request, TurnLog log,
            Optional<Duration> patience, TurnReply reply) {
        return readers.ofTurn(log, UnaryOperator.identity(),
                new TurnCollector(request, readers.loop(), patience, reply));
    }

    @Override
    public boolean open(Reader reader) {
        if (request.response().closed()) {
            return false;
        }
        request.response().closeHandler(nothing -> reader.lost());
        patience.ifPresent(time -> limit = loop.after(time, reader::leave));
        return true;
    }

    @Override
    public boolean event(TurnEvent event) {
        turn.addAdmitted(event);
        return true;
    }

    @Override
    public void flush() {
        // Nothing is sent before the end.
    }

    @Override
    public boolean full() {
        return false;
    }

    @Override
    public void end() {
        cancelLimit();
        reply.ended(turn);
    }

    @Override
    public void fail(ProblemException problem) {
        cancelLimit();
        request.fail(problem);
    }

    /** The client has waited as long as it wanted to. */
    @Override
    public void left() {
        reply.cutShort(turn);
    }

    @Override
    public void lost() {
        cancelLimit();
    }

    @Override
    public void stop() {
        cancelLimit();
        reply.cutShort(turn);
    }

    @Override
    public boolean isResumable() {
        return reply.isResumable();
    }

    private void cancelLimit() {
        if (limit != null) {
            limit.cancel();
        }
    }
}
