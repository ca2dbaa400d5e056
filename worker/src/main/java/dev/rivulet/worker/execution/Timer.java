package dev.rivulet.worker.execution;

/** Time as executions see it. Thread-safe. */
interface Timer {

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Runs a short task later, on a thread of the timer's. */
    void after(long nanos, Runnable task);
}
