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

/** Collects a turn until it has ended, for a response that is not streamed. Belongs to its loop. */
public final class TurnCollector implements ReaderTransport<TurnEvent> {

    private final RoutingContext request;
    private final EventLoop loop;
    private final Optional<Duration> maxWait;
    private final TurnReply reply;
    private final TurnAccumulator turn = new TurnAccumulator();
    private EventLoop.Timer timeout; // null if there is none

    private TurnCollector(RoutingContext request, EventLoop loop, Optional<Duration> maxWait, TurnReply reply) {
        this.request = request;
        this.loop = loop;
        this.maxWait = maxWait;
        this.reply = reply;
    }

    /**
     * Makes a reader that collects a turn and then replies.
     *
     * @param maxWait how long the client waits for the turn's end; empty if there is no limit
     */
    public static ReaderSession<TurnEvent> reader(Readers readers, RoutingContext request, TurnLog log,
            Optional<Duration> maxWait, TurnReply reply) {
        return readers.ofTurn(log, UnaryOperator.identity(),
                new TurnCollector(request, readers.loop(), maxWait, reply));
    }

    @Override
    public boolean open(Reader reader) {
        if (request.response().closed()) {
            return false;
        }
        request.response().closeHandler(nothing -> reader.lost());
        maxWait.ifPresent(time -> timeout = loop.after(time, reader::leave));
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
        cancelTimeout();
        reply.ended(turn);
    }

    @Override
    public void fail(ProblemException problem) {
        cancelTimeout();
        request.fail(problem);
    }

    /** The client's wait is over. */
    @Override
    public void left() {
        reply.unfinished(turn);
    }

    @Override
    public void lost() {
        cancelTimeout();
    }

    @Override
    public void stop() {
        cancelTimeout();
        reply.unfinished(turn);
    }

    @Override
    public boolean isResumable() {
        return reply.isResumable();
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel();
        }
    }
}
