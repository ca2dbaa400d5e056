package dev.rivulet.gateway.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One event loop: runs the tasks it is given one after the other on one thread. Thread-safe unless a method says else. */
public interface EventLoop extends Executor {

    /** Runs a task on this loop after a delay. Must be called on the loop. */
    Timer after(Duration delay, Runnable task);

    /** Runs a task on this loop again and again until the timer is cancelled. Must be called on the loop. */
    Timer every(Duration interval, Runnable task);

    /**
     * Continues on this loop with a result that another thread completes.
     *
     * @param failed called instead of {@code next} when the result is a failure, and after it when it throws
     */
    default <T> void then(CompletionStage<T> result, Consumer<T> next, Consumer<Throwable> failed) {
        result.whenComplete((value, failure) -> execute(() -> {
            if (failure != null) {
                failed.accept(failure);
                return;
            }
            try {
                next.accept(value);
            } catch (RuntimeException fault) {
                failed.accept(fault);
            }
        }));
    }

    /** Runs a call that blocks on a virtual thread, away from any loop. */
    static <T> CompletableFuture<T> blocking(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** A task that is scheduled. */
    interface Timer {

        /** Cancels the task; does nothing when it has run. Must be called on the loop. */
        void cancel();
    }
}
