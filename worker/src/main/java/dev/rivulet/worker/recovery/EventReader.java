package dev.rivulet.worker.recovery;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Waits for what the log has of some attempts. Thread-safe.
 *
 * @param answer completed with it; whoever needs it no more cancels it
 * @param asked takes it from what was collected, or throws {@link IllegalStateException} if that is not enough
 */
record EventReader<T>(CompletableFuture<T> answer, Function<RecoveredAttempt, T> asked) {

    void complete(RecoveredAttempt collected) {
        try {
            answer.complete(asked.apply(collected));
        } catch (IllegalStateException notWhole) {
            answer.completeExceptionally(notWhole);
        }
    }
}
