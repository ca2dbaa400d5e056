package dev.rivulet.gateway.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * An event loop: runs its tasks one after the other on one thread. Methods may be called on any thread unless they say
 * otherwise.
 */
public interface EventLoop extends Executor {

    /** Runs a task on this loop after a delay. Must be called on the loop. */
    Timer after(Duration delay, Runnable task);

    /** Runs a task on this loop repeatedly, until the timer is cancelled. Must be called on the loop. */
    Timer every(Duration interval, Runnable task);

    /**
     * Continues on this loop when a result is complete.
     *
     * @param next called with the result
     * @param failed called with the failure of the result, or with what {@code next} throws
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

    /**
     * Runs a call that may block on a virtual thread of its own. The future completes on that thread. If it is
     * cancelled, the thread is interrupted.
     */
    static <T> CompletableFuture<T> blocking(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                result.complete(call.call());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        });
        result.whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                thread.interrupt();
            }
        });
        thread.start();
        return result;
    }

    /** A scheduled task. */
    interface Timer {

        /** Cancels the task. Has no effect when it has run. Must be called on the loop. */
        void cancel();
    }
}
