package dev.rivulet.testkit.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Runs an action on several nodes at the same time: a quorum can neither start nor hand over one node after another.
 */
final class Concurrently {

    private Concurrently() {}

    /**
     * Returns when all are done; throws the first failure. Uses platform threads because Kafka blocks inside monitors.
     */
    static <T> void run(List<T> items, Consumer<T> action) {
        CompletableFuture<?>[] all = items.stream()
                .map(item -> CompletableFuture.runAsync(() -> action.accept(item), task -> new Thread(task).start()))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new EmbeddedKafkaException(e.getMessage(), e);
        }
    }
}
