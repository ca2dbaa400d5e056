package dev.rivulet.worker.execution;

/** The clock of executions, and tasks that run later. Thread-safe. */
interface Timer extends AutoCloseable {

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /**
     * Runs a task after a number of nanoseconds or a little earlier, on the timer's thread or on one that calls
     * {@link #runDue}. The task must be short.
     */
    void after(long nanos, Runnable task);

    /** Runs the tasks that are due on the caller's thread, which is awake anyway. */
    void runDue();

    /** Drops the tasks that still wait. */
    @Override
    void close();
}
