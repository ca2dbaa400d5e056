package dev.rivulet.worker.execution;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds how many executions run at once, in order of arrival: a fair semaphore whose waits can be cancelled without an
 * interrupt. An interrupt could reach the thread later, while it writes to Kafka. Thread-safe.
 */
final class Slots {

    private final Set<Ticket> waiting = new LinkedHashSet<>(); // this and the rest guarded by this
    private int free;
    private boolean closed;

    Slots(int slots) {
        this.free = slots;
    }

    /** Takes a slot, or the end of the queue. Never blocks. */
    synchronized Ticket request() {
        Ticket ticket = new Ticket();
        if (closed) {
            ticket.granted.complete(false);
        } else if (free > 0) {
            free--;
            ticket.granted.complete(true);
        } else {
            waiting.add(ticket);
        }
        return ticket;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Grants no more slots: all waits end without one. Slots that were granted stay. */
    synchronized void close() {
        closed = true;
        List.copyOf(waiting).forEach(Ticket::cancel);
    }

    synchronized boolean closed() {
        return closed;
    }

    private synchronized void grantNext() {
        while (!waiting.isEmpty()) {
            Ticket next = waiting.iterator().next();
            waiting.remove(next);
            if (next.granted.complete(true)) {
                return;
            }
        }
        free++;
    }

    private synchronized void forget(Ticket ticket) {
        waiting.remove(ticket);
    }

    /** A slot, or the wait for one. */
    final class Ticket {

        private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

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

        /** Ends the wait without a slot, unless it was granted already. Any thread. */
        void cancel() {
            if (granted.complete(false)) {
                forget(this);
            }
        }

        void release() {
            grantNext();
        }
    }
}
