package dev.rivulet.worker.execution;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The system's time, with one thread for tasks. A task that writes to Kafka blocks the thread while the producer's
 * buffer is full. All streams share that buffer, so the tasks behind could not write either.
 */
final class SystemTimer implements Timer {

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("delta-timer").factory());

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void after(long nanos, Runnable task) {
        thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
