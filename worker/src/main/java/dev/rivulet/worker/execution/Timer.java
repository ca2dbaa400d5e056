package dev.rivulet.worker.execution;

/** The clock of executions, and tasks that run later. Thread-safe. */
interface Timer extends AutoCloseable {

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Runs a task after a number of nanoseconds, on the timer's thread. The task must be short. */
    void after(long nanos, Runnable task);

    /** Drops the tasks that still wait. */
    @Override
    void close();
}
