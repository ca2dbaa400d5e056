package dev.rivulet.worker.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's time, with one thread for tasks. The thread wakes for the first task that is due, and then also runs
 * those that are due soon after it: never a task late, and not a wake-up for each. A task that writes to Kafka blocks
 * the thread while the producer's buffer is full. All streams share that buffer, so the tasks behind could not write
 * either.
 */
final class SystemTimer implements Timer {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTimer.class);

    private final LongSupplier earlyNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long origin = System.nanoTime();
    /** This and the next two are guarded by the lock. */
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
    private long wakeAt;
    private boolean closed;

    /** @param at nanoseconds since the origin */
    private record Task(long at, Runnable action) {}

    /** @param earlyNanos how much before its time a task may run, in nanoseconds */
    SystemTimer(LongSupplier earlyNanos) {
        this.earlyNanos = earlyNanos;
        Thread.ofPlatform().daemon().name("delta-timer").start(this::run);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void after(long nanos, Runnable task) {
        long at = sinceOrigin() + Math.max(0, nanos);
        lock.lock();
        try {
            tasks.add(new Task(at, task));
            if (at < wakeAt) {
                wakeAt = at;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runDue() {
        List<Task> due = new ArrayList<>();
        lock.lock();
        try {
            long until = sinceOrigin() + earlyNanos.getAsLong();
            while (!closed && !tasks.isEmpty() && tasks.peek().at <= until) {
                due.add(tasks.poll());
            }
        } finally {
            lock.unlock();
        }
        for (Task task : due) {
            try {
                task.action.run();
            } catch (RuntimeException fault) {
                // The tasks behind it run all the same.
                LOG.atError().setCause(fault).log("a task of the timer failed");
            }
        }
    }

    private void run() {
        while (awaitTask()) {
            runDue();
        }
    }

    /** Blocks until a task is due. Returns false once this is closed. */
    private boolean awaitTask() {
        lock.lock();
        try {
            while (!closed) {
                wakeAt = tasks.isEmpty() ? Long.MAX_VALUE : tasks.peek().at;
                long left = wakeAt - sinceOrigin();
                if (left <= 0) {
                    wakeAt = 0;
                    return true;
                }
                changed.awaitNanos(left);
            }
            return false;
        } catch (InterruptedException stop) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private long sinceOrigin() {
        return System.nanoTime() - origin;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            tasks.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
