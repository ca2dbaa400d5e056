package dev.rivulet.worker.execution;

import dev.rivulet.worker.fairness.FairQueue;
import dev.rivulet.worker.fairness.LargestShare;
import dev.rivulet.worker.fairness.ShareKey;
import dev.rivulet.worker.fairness.SharedBudget;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many executions run at once and how much memory they hold: a semaphore for which share keys take turns,
 * and whose waits can be cancelled without an interrupt. An interrupt could reach the thread later, while it writes to
 * Kafka.
 *
 * <p>How long an answer will be is not known when it begins. So a slot is granted when the memory that an answer is
 * expected to take is free: as much as those that ended lately took. When the answers grow beyond the budget all the
 * same, the youngest of a key that runs most is told to end; the oldest may always go on, even if it alone exceeds the
 * budget.
 *
 * <p>Those that wait hold their prompts and conversations too, and have a budget of their own. Who comes is refused
 * when its key has no room in it, unless nobody else waits. Thread-safe.
 */
final class Slots {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    /**
     * What a running execution takes beside its prompt and its answer: its thread, the provider's response with its
     * buffers, events on their way to Kafka, and growth that is not reported yet. However short answers are, not more
     * run at once than the budget has room for.
     */
    private static final long OVERHEAD_BYTES = 32 << 10;
    /** What a waiting execution takes beside its prompt: its thread, which is parked, and its parts. */
    private static final long WAITING_OVERHEAD_BYTES = 5 << 10;
    /** What the first answers are expected to take: 32,000 characters. */
    private static final long FIRST_EXPECTED_BYTES = 64 << 10;
    /** The weight of the newest answer in the expectation is 1 / 16. */
    private static final int EXPECTATION_SHIFT = 4;
    /** Growth is reported to this object in steps: it has one lock for all executions. */
    private static final long STEP_BYTES = 8 << 10;

    private final FairQueue<Ticket> waiting = new FairQueue<>(); // this and the rest guarded by this
    private final SharedBudget waitingMemory;
    private final LinkedHashSet<Ticket> running = new LinkedHashSet<>(); // in the order of their start
    private final long budget;
    private int free;
    private long held;
    private long expected = FIRST_EXPECTED_BYTES;
    private boolean closed;

    /**
     * @param memoryBytes how much the executions may hold together
     * @param waitingBytes how much those may hold together that wait
     */
    Slots(int slots, long memoryBytes, long waitingBytes) {
        this.free = slots;
        this.budget = memoryBytes;
        this.waitingMemory = new SharedBudget(waitingBytes);
    }

    /**
     * Returns a ticket that has requested nothing yet: who must end when it is told to can keep it first.
     *
     * @param share whose turn it takes
     * @param bytes what the execution holds from its start, in bytes
     * @param tooMuch called when it must end because memory is short; at most once, after {@link Ticket#request}, on
     *            any thread, must not block
     */
    Ticket ticket(ShareKey share, long bytes, Runnable tooMuch) {
        return new Ticket(share, bytes, tooMuch);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Returns how many share keys have executions that wait. */
    synchronized int waitingShares() {
        return waiting.keys();
    }

    /** Returns those that wait, in the order in which they get slots. */
    synchronized List<Ticket> waitingInOrder() {
        return waiting.inOrder();
    }

    /** Returns how many more executions would get a slot at once: 0 while any waits. */
    synchronized int room() {
        if (closed || !waiting.isEmpty()) {
            return 0;
        }
        long fitting = Math.max(running.isEmpty() ? 1 : 0, (budget - held) / (OVERHEAD_BYTES + expected));
        return (int) Math.min(free, Math.max(0, fitting));
    }

    /** Returns what the executions hold or are expected to, in bytes. */
    synchronized long heldBytes() {
        return held;
    }

    /** Returns what the executions hold that wait, in bytes. */
    synchronized long waitingBytes() {
        return waitingMemory.taken();
    }

    /** Grants no more slots: all waits end without one. Slots that were granted stay. */
    synchronized void close() {
        closed = true;
        waiting.inOrder().forEach(Ticket::cancel);
    }

    synchronized boolean closed() {
        return closed;
    }

    private synchronized void enqueue(Ticket ticket) {
        if (closed) {
            ticket.granted.complete(false);
        } else {
            boolean mayWait = waiting.isEmpty() || waitingMemory.hasRoom(ticket.share, ticket.waitingBytes());
            waiting.add(ticket.share, ticket);
            waitingMemory.take(ticket.share, ticket.waitingBytes());
            grantWhatFits();
            if (!mayWait && !ticket.granted.isDone()) {
                ticket.refused = true;
                ticket.cancel();
            }
        }
    }

    private void removeWaiting(Ticket ticket) {
        if (waiting.remove(ticket.share, ticket)) {
            waitingMemory.giveBack(ticket.share, ticket.waitingBytes());
        }
    }

    private synchronized void grantWhatFits() {
        while (!waiting.isEmpty() && free > 0) {
            Ticket next = waiting.peek();
            long reserve = next.needed() + expected;
            if (held + reserve > budget && !running.isEmpty()) {
                return;
            }
            if (next.granted.complete(true)) {
                waiting.poll();
                waitingMemory.giveBack(next.share, next.waitingBytes());
                free--;
                held += reserve;
                next.reserved = reserve;
                running.add(next);
            } else {
                removeWaiting(next); // It was cancelled, which is no turn of its key.
            }
        }
    }

    private void grow(Ticket ticket, long bytes) {
        Ticket youngest = null;
        synchronized (this) {
            ticket.used += bytes;
            if (running.contains(ticket) && ticket.needed() > ticket.reserved) {
                held += ticket.needed() - ticket.reserved;
                ticket.reserved = ticket.needed();
                youngest = held > budget ? removeYoungest() : null;
            }
        }
        if (youngest != null) {
            end(youngest);
        }
    }

    /** A fault in it is not one of the execution that grows, on whose thread this runs. */
    private static void end(Ticket ticket) {
        try {
            ticket.tooMuch.run();
        } catch (RuntimeException fault) {
            LOG.atError().setCause(fault).log("an execution for which memory is short could not be ended");
        }
    }

    /**
     * Returns null if only one runs. The youngest is one of a key that runs most. What it holds is free soon, and does
     * not count any more.
     */
    private Ticket removeYoungest() {
        if (running.size() < 2) {
            return null;
        }
        Ticket youngest = LargestShare.newest(running, ticket -> ticket.share);
        running.remove(youngest);
        held -= youngest.reserved;
        return youngest;
    }

    private synchronized void release(Ticket ticket) {
        free++;
        if (running.remove(ticket)) {
            held -= ticket.reserved;
            expected += (ticket.used >> EXPECTATION_SHIFT) - (expected >> EXPECTATION_SHIFT);
        } else {
            // It was told to end, so answers are longer than expected.
            expected = Math.max(expected, ticket.used);
        }
        grantWhatFits();
    }

    private synchronized void forget(Ticket ticket) {
        removeWaiting(ticket);
        grantWhatFits();
    }

    /** A slot, or the wait for one, from the {@linkplain #request request} on. */
    final class Ticket {

        private final CompletableFuture<Boolean> granted = new CompletableFuture<>();
        private final ShareKey share;
        private final Runnable tooMuch;
        private long used; // guarded by the slots
        private long reserved; // guarded by the slots
        private long unreported; // of the thread that brings the tokens
        private volatile boolean refused;

        private Ticket(ShareKey share, long used, Runnable tooMuch) {
            this.share = share;
            this.used = used;
            this.tooMuch = tooMuch;
        }

        /** Takes a slot, or the end of its key's queue. Once. Never blocks. */
        void request() {
            enqueue(this);
        }

        private long needed() {
            return OVERHEAD_BYTES + used;
        }

        /** {@link #used} grows only when it does not wait any more. */
        private long waitingBytes() {
            return WAITING_OVERHEAD_BYTES + used;
        }

        /** Returns whether it got no slot because those that wait hold too much memory already. */
        boolean refused() {
            return refused;
        }

        /**
         * Waits for the slot. When it returns true, {@link #release} must be called in the end.
         *
         * @param millis how long to wait at most
         */
        boolean await(long millis) {
            try {
                return granted.get(millis, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | InterruptedException tooLate) {
                cancel();
                return granted.join();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /**
         * Ends the wait without a slot, unless it is over already. Any thread.
         *
         * @return whether it was not
         */
        boolean cancel() {
            boolean waited = granted.complete(false);
            if (waited) {
                forget(this);
            }
            return waited;
        }

        /** The execution holds more than before. For one thread at a time. */
        void grow(long bytes) {
            unreported += bytes;
            if (unreported >= STEP_BYTES) {
                Slots.this.grow(this, unreported);
                unreported = 0;
            }
        }

        /** Gives the slot back: the execution holds nothing any more. */
        void release() {
            Slots.this.release(this);
        }
    }
}
