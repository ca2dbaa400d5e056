package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;

/**
 * Forwards everything but events to another sink.
 *
 * @param <E> the events it takes
 * @param <N> the events of the other sink
 */
public abstract class ForwardingSink<E extends ShownEvent, N extends ShownEvent> implements EventSink<E> {

    protected final EventSink<N> next;

    protected ForwardingSink(EventSink<N> next) {
        this.next = next;
    }

    @Override
    public void flush() {
        next.flush();
    }

    @Override
    public boolean full() {
        return next.full();
    }

    @Override
    public void caughtUp() {
        next.caughtUp();
    }

    @Override
    public void release() {
        next.release();
    }

    @Override
    public void end() {
        next.end();
    }

    @Override
    public void fail(ProblemException problem) {
        next.fail(problem);
    }
}
