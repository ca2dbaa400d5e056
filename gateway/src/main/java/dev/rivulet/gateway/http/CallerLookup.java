package dev.rivulet.gateway.http;

import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.RefusedCredentialException;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Finds out whose credential a request shows, and counts those that let nobody in. Belongs to the loop. */
public record CallerLookup(Authentication authentication, EventLoop loop, GatewayMeters meters) {

    /**
     * Continues with the caller that a credential shows: at once if it is known, otherwise later on the loop, unless
     * the client has left meanwhile. What comes of the request's body until then is kept for the next handlers.
     *
     * @param failed called with the reason, as {@link Authentication#caller} says, or with what {@code next} throws
     */
    public void find(RoutingContext request, String credential, Consumer<Caller> next, Consumer<Throwable> failed) {
        CompletableFuture<Caller> answer = authentication.caller(credential);
        switch (answer.state()) {
            case SUCCESS -> next.accept(answer.resultNow());
            case FAILED -> failed.accept(counted(answer.exceptionNow()));
            case RUNNING, CANCELLED -> await(request, answer, next, failed);
        }
    }

    private void await(RoutingContext request, CompletableFuture<Caller> answer, Consumer<Caller> next,
            Consumer<Throwable> failed) {
        HttpServerRequest paused = request.request();
        paused.pause();
        loop.then(answer, caller -> resume(request, () -> next.accept(caller)),
                failure -> resume(request, () -> failed.accept(counted(failure))));
    }

    /** Returns the same failure, which is counted if a credential is refused. */
    public <T extends Throwable> T counted(T failure) {
        RefusedCredentialException.reasonOf(failure).ifPresent(meters::credentialRefused);
        return failure;
    }

    /** The body follows after the handlers that read it were called. */
    private static void resume(RoutingContext request, Runnable next) {
        try {
            if (!request.response().closed()) {
                next.run();
            }
        } finally {
            request.request().resume();
        }
    }
}
