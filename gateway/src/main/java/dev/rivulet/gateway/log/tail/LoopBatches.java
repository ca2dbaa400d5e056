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
 * What one poll brought, sorted by event loop, so that each loop is woken once for all of it and not once for each
 * record. A loop that has some polls still before it holds the tail back: what waits in memory is bounded. Owned by the
 * tailer's thread.
 */
final class LoopBatches {

    private static final int POLLS_AHEAD = 4;
    private static final long CHECK_MS = 100;

    private final BooleanSupplier closing;
    private final Map<EventLoop, List<Subscription>> touched = new IdentityHashMap<>();
    private final Map<EventLoop, List<Subscription>> lost = new IdentityHashMap<>();
    private final Map<EventLoop, Semaphore> room = new IdentityHashMap<>(); // one for each loop there ever was: a few

    /** @param closing whether nothing is to be waited for any more */
    LoopBatches(BooleanSupplier closing) {
        this.closing = closing;
    }

    void add(Subscription subscription, ChunkRecord chunk) {
        if (subscription.add(chunk)) {
            touched.computeIfAbsent(subscription.loop(), loop -> new ArrayList<>()).add(subscription);
        }
    }

    void resync(Subscription subscription) {
        lost.computeIfAbsent(subscription.loop(), loop -> new ArrayList<>()).add(subscription);
    }

    /** Gives each loop its part; waits for those that are behind. */
    void handOver() {
        touched.forEach((loop, subscriptions) -> {
            List<Delivery> deliveries = new ArrayList<>(subscriptions.size());
            subscriptions.forEach(to -> deliveries.add(new Delivery(to, to.takeBatch())));
            Semaphore ahead = room.computeIfAbsent(loop, first -> new Semaphore(POLLS_AHEAD));
            awaitRoom(ahead);
            loop.execute(() -> {
                ahead.release();
                deliveries.forEach(Delivery::run);
            });
        });
        touched.clear();
        lost.forEach((loop, subscriptions) -> loop.execute(() -> subscriptions.forEach(Subscription::resync)));
        lost.clear();
    }

    private void awaitRoom(Semaphore ahead) {
        try {
            while (!ahead.tryAcquire(CHECK_MS, TimeUnit.MILLISECONDS)) {
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
