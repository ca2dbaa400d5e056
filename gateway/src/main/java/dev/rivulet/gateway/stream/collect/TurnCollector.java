package dev.rivulet.gateway.stream.collect;

import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.ReaderTransport;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.TextBudget;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Collects a turn until it has ended, for a response that is not streamed. If its text has no room in the memory that
 * all collectors share, the client gets what there is until then. Belongs to its loop.
 */
public final class TurnCollector implements ReaderTransport<TurnEvent> {

    private final RoutingContext request;
    private static final int BYTES_PER_CHAR = 2;

    private final EventLoop loop;
    private final TextBudget budget;
    private final Optional<Duration> maxWait;
    private final TurnReply reply;
    private final TurnAccumulator turn = new TurnAccumulator();
    private Reader reader; // null until opened
    private EventLoop.Timer timeout; // null if there is none
    private long held; // bytes of the budget
    private boolean crowdedOut; // takes no more text; the reader leaves next

    private TurnCollector(RoutingContext request, Readers readers, Optional<Duration> maxWait, TurnReply reply) {
        this.request = request;
        this.loop = readers.loop();
        this.budget = readers.collected();
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
                new TurnCollector(request, readers, maxWait, reply));
    }

    @Override
    public boolean open(Reader opened) {
        reader = opened;
        if (request.response().closed()) {
            return false;
        }
        request.response().closeHandler(nothing -> reader.lost());
        maxWait.ifPresent(time -> timeout = loop.after(time, reader::leave));
        return true;
    }

    @Override
    public boolean event(TurnEvent event) {
        if (!crowdedOut) {
            turn.addAdmitted(event);
            hold(BYTES_PER_CHAR * turn.length());
        }
        return true;
    }

    private void hold(long bytes) {
        if (bytes > held && !budget.take(bytes - held)) {
            crowdedOut = true;
            // Not within a call of the reader's own.
            loop.execute(reader::leave);
        } else {
            budget.giveBack(Math.max(0, held - bytes));
            held = bytes;
        }
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
        release();
        if (crowdedOut) {
            reply.crowdedOut(turn);
        } else {
            reply.ended(turn);
        }
    }

    @Override
    public void fail(ProblemException problem) {
        release();
        request.fail(problem);
    }

    /** The client's wait is over. */
    @Override
    public void left() {
        release();
        if (crowdedOut) {
            reply.crowdedOut(turn);
        } else {
            reply.unfinished(turn);
        }
    }

    @Override
    public void lost() {
        release();
    }

    @Override
    public void stop() {
        release();
        reply.unfinished(turn);
    }

    @Override
    public Caller caller() {
        return Callers.of(request);
    }

    @Override
    public StreamKind kind() {
        return StreamKind.WAIT;
    }

    @Override
    public boolean isResumable() {
        return reply.isResumable();
    }

    private void release() {
        budget.giveBack(held);
        held = 0;
        if (timeout != null) {
            timeout.cancel();
        }
    }
}
