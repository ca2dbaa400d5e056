package dev.rivulet.gateway.http;

import dev.rivulet.gateway.loop.VertxEventLoop;
import dev.rivulet.gateway.stream.OpenStreams;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Where one event loop serves its requests: what is shared, and what belongs to this loop.
 *
 * @param streams owned by the loop
 */
public record Desk(Services services, VertxEventLoop loop, OpenStreams streams) {

    /** Goes on with a request, on the loop, when something has come; its failure becomes the answer. */
    public <T> void then(RoutingContext request, CompletionStage<T> coming, Consumer<T> next) {
        then(coming, next, request::fail);
    }

    /**
     * Goes on, on the loop, when something has come.
     *
     * @param failed told when it did not come, or could not be used
     */
    public <T> void then(CompletionStage<T> coming, Consumer<T> next, Consumer<Throwable> failed) {
        coming.whenComplete((value, failure) -> loop.execute(() -> {
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

    /** Does something that blocks, on a virtual thread, and goes on with the request on the loop. */
    public <T> void blocking(RoutingContext request, Callable<T> work, Consumer<T> next) {
        then(request, blocking(work), next);
    }

    /** Does something that blocks, on a virtual thread. */
    public static <T> CompletableFuture<T> blocking(Callable<T> work) {
        CompletableFuture<T> coming = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                coming.complete(work.call());
            } catch (Exception failure) {
                coming.completeExceptionally(failure);
            }
        });
        return coming;
    }
}
