package dev.rivulet.gateway.relay;

import java.time.Duration;
import java.util.concurrent.Executor;

/** One event loop: tasks given to it run one after the other on one thread. Thread-safe. */
public interface Loop extends Executor {

    /** Runs a task on this loop, not before the delay is over. */
    void after(Duration delay, Runnable task);
}
