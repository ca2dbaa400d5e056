package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Records the calls of a {@link LogSubscriber}. */
final class RecordingSink implements EventSink<TurnEvent> {

    final List<Long> offsets = new ArrayList<>();
    final List<Integer> flushes = new ArrayList<>(); // events in each
    boolean full;
    boolean ended;
    int caughtUp; // times
    int released; // times
    ProblemException problem; // null unless failed
    private int pending;

    @Override
    public boolean event(TurnEvent event) {
        offsets.add(event.offset());
        pending++;
        return true;
    }

    @Override
    public void flush() {
        flushes.add(pending);
        pending = 0;
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public void caughtUp() {
        caughtUp++;
    }

    @Override
    public void release() {
        released++;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void fail(ProblemException cause) {
        problem = cause;
    }
}
