package dev.rivulet.worker.execution;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Real time, on one thread. A task that writes to Kafka blocks it while the producer's buffer is full; but the buffer is
 * one for all streams, so none of those that wait behind could write either.
 */
final class SystemTimer implements Timer, AutoCloseable {

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
