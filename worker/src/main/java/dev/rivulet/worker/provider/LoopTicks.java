package dev.rivulet.worker.provider;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The ticks of the event loops that read the providers' responses. A tick is one pass of a loop over the connections
 * that have received something. When it ends, what was read is written together. Then the loop rests, so that the next
 * tick finds more to read; meanwhile that waits in the kernel's buffers. A loop that has been idle for that long reads
 * at once. Thread-safe.
 */
public final class LoopTicks {

    private final ThreadLocal<Tick> ofThread = new ThreadLocal<>();
    private final Set<Tick> all = ConcurrentHashMap.newKeySet();
    private volatile Runnable onEnd = () -> {};
    private volatile LongSupplier interval = () -> 0;

    /** The ticks of one loop. All but {@link #wake} on its thread. */
    private final class Tick {
        private final Thread thread = Thread.currentThread();
        private boolean reading;
        private long begun;
        private volatile boolean awake;

        void begin(Executor loop) {
            if (!reading) {
                reading = true;
                begun = System.nanoTime();
                loop.execute(() -> end(loop));
            }
        }

        private void end(Executor loop) {
            try {
                onEnd.run();
            } finally {
                reading = false;
            }
            rest(loop, begun + interval.getAsLong());
        }

        private void rest(Executor loop, long until) {
            long left = until - System.nanoTime();
            while (left > 0 && !awake) {
                LockSupport.parkNanos(this, left);
                left = until - System.nanoTime();
            }
            awake = false;
            if (left > 0) {
                // Behind the task that ended the rest.
                loop.execute(() -> rest(loop, until));
            }
        }

        void wake() {
            awake = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * @param write called at the end of each tick, on the loop; may block, then the loop reads nothing
     * @param interval from the beginning of a tick to that of the next, at least, in nanoseconds
     */
    public void onEnd(Runnable write, LongSupplier interval) {
        this.interval = interval;
        this.onEnd = write;
    }

    /**
     * Must be called on an event loop before what was received is handed on.
     *
     * @param loop runs tasks on that loop, after all that is ready was read
     */
    public void reading(Executor loop) {
        Tick tick = ofThread.get();
        if (tick == null) {
            tick = new Tick();
            ofThread.set(tick);
            all.add(tick);
        }
        tick.begin(loop);
    }

    /** Returns whether the current thread is a loop's, in a tick whose end is to come. */
    public boolean isReading() {
        Tick tick = ofThread.get();
        return tick != null && tick.reading;
    }

    /** Lets the loops run the tasks that were given to them, without waiting for the next tick. */
    public void wake() {
        all.forEach(Tick::wake);
    }
}
