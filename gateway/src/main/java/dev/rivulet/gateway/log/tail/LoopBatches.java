package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The records of one poll, grouped by event loop, so that each loop is woken once for the whole poll and not for each
 * record. Blocks the tail when a loop has not run the deliveries of several polls yet, which bounds the records in
 * memory. Owned by the tailer's thread.
 */
final class LoopBatches {

    private static final int MAX_PENDING_POLLS = 4;
    private static final long CLOSE_CHECK_INTERVAL_MS = 100;

    private final BooleanSupplier closing;
    private final Map<EventLoop, List<Subscription>> withRecords = new IdentityHashMap<>();
    private final Map<EventLoop, List<Subscription>> toResync = new IdentityHashMap<>();
    private final Map<EventLoop, Semaphore> pending = new IdentityHashMap<>(); // one per loop of the process: a few

    /** @param closing whether to stop waiting for slow loops */
    LoopBatches(BooleanSupplier closing) {
        this.closing = closing;
    }

    void add(Subscription subscription, ChunkRecord chunk) {
        if (subscription.add(chunk)) {
            withRecords.computeIfAbsent(subscription.loop(), loop -> new ArrayList<>()).add(subscription);
        }
    }

    void resync(Subscription subscription) {
        toResync.computeIfAbsent(subscription.loop(), loop -> new ArrayList<>()).add(subscription);
    }

    /** Passes each loop its records and resyncs. Blocks while a loop has too many polls pending. */
    void deliver() {
        withRecords.forEach((loop, subscriptions) -> {
            List<Delivery> deliveries = new ArrayList<>(subscriptions.size());
            subscriptions.forEach(to -> deliveries.add(new Delivery(to, to.takeBatch())));
            Semaphore permits = pending.computeIfAbsent(loop, first -> new Semaphore(MAX_PENDING_POLLS));
            acquire(permits);
            loop.execute(() -> {
                permits.release();
                deliveries.forEach(Delivery::run);
            });
        });
        withRecords.clear();
        toResync.forEach((loop, subscriptions) -> loop.execute(() -> subscriptions.forEach(Subscription::resync)));
        toResync.clear();
    }

    private void acquire(Semaphore permits) {
        try {
            while (!permits.tryAcquire(CLOSE_CHECK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                if (closing.getAsBoolean()) {
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private record Delivery(Subscription to, List<ChunkRecord> records) {

        void run() {
            to.deliver(records);
        }
    }
}
