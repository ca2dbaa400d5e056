package dev.rivulet.gateway.relay;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one poll brought, sorted by event loop, so that each loop is woken once for all of it and not once for each
 * record. Owned by the tailer's thread.
 */
final class LoopBatches {

    private final Map<Loop, List<Subscription>> touched = new IdentityHashMap<>();
    private final Map<Loop, List<Subscription>> lost = new IdentityHashMap<>();

    void add(Subscription subscription, ChunkRecord chunk) {
        if (subscription.add(chunk)) {
            touched.computeIfAbsent(subscription.loop(), loop -> new ArrayList<>()).add(subscription);
        }
    }

    void resync(Subscription subscription) {
        lost.computeIfAbsent(subscription.loop(), loop -> new ArrayList<>()).add(subscription);
    }

    /** Gives each loop its part. */
    void handOver() {
        touched.forEach((loop, subscriptions) -> {
            List<Delivery> deliveries = new ArrayList<>(subscriptions.size());
            subscriptions.forEach(to -> deliveries.add(new Delivery(to, to.takeBatch())));
            loop.execute(() -> deliveries.forEach(Delivery::run));
        });
        touched.clear();
        lost.forEach((loop, subscriptions) -> loop.execute(() -> subscriptions.forEach(Subscription::resync)));
        lost.clear();
    }

    private record Delivery(Subscription to, List<ChunkRecord> records) {

        void run() {
            to.deliver(records);
        }
    }
}
