package dev.rivulet.gateway.loop;

import java.time.Duration;
import java.util.concurrent.Executor;

/** One event loop: tasks given to it run one after the other on one thread. Thread-safe. */
public interface EventLoop extends Executor {

    /** Runs a task on this loop, not before the delay is over. To be called on it. */
    Timer after(Duration delay, Runnable task);

    /** Something that is to happen. */
    interface Timer {

        /** It does not happen any more. To be called on the loop; does nothing when it has happened. */
        void cancel();
    }
}
