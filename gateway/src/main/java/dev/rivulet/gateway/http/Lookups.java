package dev.rivulet.gateway.http;

import dev.rivulet.gateway.loop.EventLoop;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs the look-ups that requests need before they can be answered. */
public final class Lookups {

    private Lookups() {}

    /** Does the same as the other method; the request fails with what the call or {@code next} throws. */
    public static <T> void run(RoutingContext request, EventLoop loop, Callable<T> call, Consumer<T> next) {
        run(request, loop, call, next, request::fail);
    }

    /**
     * Runs a call that may block on a virtual thread, and continues on the loop. The thread is interrupted if the
     * client's connection is lost. It counts in the quota of the request's caller. Must be called on the loop.
     *
     * @param next called with the result
     * @param failed called with what the call or {@code next} throws, and with a {@link
     *     dev.rivulet.gateway.quota.QuotaExceededException} if the caller has as many look-ups under way as it may
     */
    public static <T> void run(RoutingContext request, EventLoop loop, Callable<T> call, Consumer<T> next,
            Consumer<Throwable> failed) {
        CompletableFuture<T> result = EventLoop.blocking(Admission.lookup(request, call));
        request.response().closeHandler(lost -> result.cancel(false));
        loop.then(result, next, failure -> {
            if (!result.isCancelled()) {
                failed.accept(failure);
            }
        });
    }
}
