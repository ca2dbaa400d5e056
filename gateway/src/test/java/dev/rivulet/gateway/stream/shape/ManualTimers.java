package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An event loop whose timers go off when a test says so. */
public final class ManualTimers implements EventLoop {

    private final List<Runnable> waiting = new ArrayList<>();

    @Override
    public Timer after(Duration delay, Runnable task) {
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    @Override
    public Timer every(Duration interval, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    public void goOff() {
        List<Runnable> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    int waiting() {
        return waiting.size();
    }
}
