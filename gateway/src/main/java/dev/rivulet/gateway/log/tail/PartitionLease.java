package dev.rivulet.gateway.log.tail;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease of one partition. */
final class PartitionLease implements LiveTail.Lease {

    private final PartitionTail tail;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param release called once, on the thread that closes the lease */
    PartitionLease(PartitionTail tail, Runnable release) {
        this.tail = tail;
        this.release = release;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return tail.positioned();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            release.run();
        }
    }
}
