package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Records the calls of a {@link ReaderSession}. */
public final class RecordingTransport implements ReaderTransport<TurnEvent> {

    public final List<String> calls = new ArrayList<>();
    public Reader reader; // null until opened
    public boolean gone;
    public boolean broken;
    public boolean full;
    public boolean resumable = true;

    @Override
    public boolean open(Reader opened) {
        calls.add("open");
        reader = opened;
        if (broken) {
            throw new IllegalStateException("the head was sent already");
        }
        return !gone;
    }

    @Override
    public boolean event(TurnEvent event) {
        calls.add(event.shownType().wire());
        return true;
    }

    @Override
    public void flush() {
        calls.add("flush");
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public void end() {
        calls.add("end");
    }

    @Override
    public void fail(ProblemException problem) {
        calls.add("fail");
    }

    @Override
    public Caller caller() {
        return Caller.ANONYMOUS;
    }

    @Override
    public void left() {
        calls.add("left");
    }

    @Override
    public void lost() {
        calls.add("lost");
    }

    @Override
    public void stop() {
        calls.add("stop");
    }

    @Override
    public StreamKind kind() {
        return StreamKind.NATIVE;
    }

    @Override
    public boolean isResumable() {
        return resumable;
    }
}
