package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;

/**
 * Forwards all calls except {@link #event} to another sink.
 *
 * @param <E> the type of event that it takes
 * @param <N> the type of event that the other sink takes
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
