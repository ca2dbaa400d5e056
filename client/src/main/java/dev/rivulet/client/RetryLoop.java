package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The patience of one caller: which gateway is next, how long to pause, when to give up. Belongs to the thread that waits;
 * any thread may complete {@code closing}.
 */
final class RetryLoop {

    private final ClientSettings settings;
    private final GatewayPool gateways;
    private final Deadline deadline;
    private final CompletableFuture<Void> closing;
    private final Supplier<ReadProgress> progress;
    private int gateway;
    private int failures; // in a row

    RetryLoop(ClientSettings settings, GatewayPool gateways, Deadline deadline, CompletableFuture<Void> closing,
            Supplier<ReadProgress> progress) {
        this.settings = settings;
        this.gateways = gateways;
        this.deadline = deadline;
        this.closing = closing;
        this.progress = progress;
        gateway = gateways.preferred();
    }

    URI gateway() {
        return gateways.address(gateway);
    }

    Deadline deadline() {
        return deadline;
    }

    /** The gateway did what it should: failures count from zero again. */
    void succeeded() {
        failures = 0;
        gateways.succeeded(gateway);
    }

    /** Waits before the next try, or gives up. */
    void awaitRetry(RetryableException failure) throws InterruptedException {
        failures++;
        if (failure.retryAfter() != null) {
            gateways.retryAfter(gateway, failure.retryAfter());
        }
        if (failures >= settings.maxTries()) {
            throw new ConnectionLostException(failures, failure, progress.get());
        }
        gateway = gateways.next(gateway);
        Duration random = settings.backoff().pause(failures, ThreadLocalRandom.current());
        Duration retryDelay = gateways.retryDelay(gateway);
        Duration pause = retryDelay.compareTo(random) > 0 ? retryDelay : random;
        settings.onRetry().accept(new Retry(gateway(), failures, pause, failure));
        pause(pause, failure);
    }

    private void pause(Duration pause, RetryableException failure) throws InterruptedException {
        try {
            closing.get(Math.max(0, deadline.cap(pause).toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            if (deadline.passed()) {
                throw new DeadlineExceededException(failure, progress.get());
            }
            return;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new StreamClosedException(progress.get());
    }

    /** Waits for a response, as long as a gateway may take and the caller will wait. A future that is given up is cancelled. */
    <T> T await(CompletableFuture<T> response) throws RetryableException, InterruptedException {
        requireOpen();
        Duration limit = deadline.cap(settings.responseTimeout());
        try {
            CompletableFuture.anyOf(response, closing).get(Math.max(0, limit.toNanos()),
                    TimeUnit.NANOSECONDS);
            requireOpen();
            return response.get();
        } catch (TimeoutException late) {
            requireOpen();
            throw new RetryableException(gateway() + " did not answer within " + settings.responseTimeout(), null,
                    null);
        } catch (ExecutionException failure) {
            throw new RetryableException(gateway() + ": " + failure.getCause(), failure.getCause(), null);
        } finally {
            response.cancel(true);
        }
    }

    /** Fails when nobody wants to wait any more. */
    void requireOpen() {
        if (closing.isDone()) {
            throw new StreamClosedException(progress.get());
        }
        if (deadline.passed()) {
            throw new DeadlineExceededException(null, progress.get());
        }
    }
}
