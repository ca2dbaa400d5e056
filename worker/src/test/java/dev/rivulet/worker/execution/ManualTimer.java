package dev.rivulet.worker.execution;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when told to; tasks run on the caller's thread when their time has come. */
final class ManualTimer implements Timer {

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
    private long now = 1_000_000;

    private record Task(long at, Runnable action) {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        tasks.add(new Task(now + nanos, task));
    }

    void passes(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task next = tasks.poll();
            now = Math.max(now, next.at());
            next.action().run();
        }
        now = end;
    }

    @Override
    public void runDue() {
        passes(Duration.ZERO);
    }

    int pending() {
        return tasks.size();
    }

    @Override
    public void close() {}
}
