package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.problem.ProblemException;

/** Stands in front of another sink and changes some of what it is shown. */
public abstract class ForwardingSink implements EventSink {

    protected final EventSink next;

    protected ForwardingSink(EventSink next) {
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
