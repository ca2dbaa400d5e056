package dev.rivulet.worker.execution;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The places of a worker: how many executions run at once. First come, first served. Who waits can be called off without
 * an interrupt, which could reach the thread when it already does something else, such as writing to Kafka. Thread-safe.
 */
final class Slots {

    private final Set<Ticket> waiting = new LinkedHashSet<>(); // this and the rest guarded by this
    private int free;
    private boolean closed;

    Slots(int places) {
        this.free = places;
    }

    /** Takes a place, or the end of the queue. Never blocks. */
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

    /** Nobody gets a place any more, who waits included. Those who have one keep it. */
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

    /** A place, or the wait for one. */
    final class Ticket {

        private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

        /** Waits for the slot. When this is true, the place has to be left in the end. */
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

        /** Ends the wait without a place, unless there is one already. Any thread. */
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
