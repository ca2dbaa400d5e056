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
 * The retries of one operation: picks the next gateway, waits, and fails when there were too many failures. Used by the
 * waiting thread; any thread may complete {@code closing}.
 */
final class RetryLoop {

    private final ClientSettings settings;
    private final GatewayPool gateways;
    private final Deadline deadline;
    private final CompletableFuture<Void> closing;
    private final Supplier<ReadProgress> progress;
    private int gateway;
    private int failures; // consecutive

    RetryLoop(ClientSettings settings, GatewayPool gateways, Deadline deadline, CompletableFuture<Void> closing,
            Supplier<ReadProgress> progress) {
        this.settings = settings;
        this.gateways = gateways;
        this.deadline = deadline;
        this.closing = closing;
        this.progress = progress;
        gateway = gateways.preferred();
    }

    /** A try that may succeed when it is repeated. */
    interface Call<R> {
        R run() throws RetryableException, InterruptedException;
    }

    /**
     * Repeats a call until it succeeds.
     *
     * @param onFailure called after each failed try, before the pause
     * @throws ConnectionLostException after too many consecutive failures
     * @throws ReadInterruptedException if the thread is interrupted; its interrupt flag is then set
     */
    <R> R run(Call<R> call, Runnable onFailure) {
        try {
            while (true) {
                try {
                    return call.run();
                } catch (RetryableException failure) {
                    onFailure.run();
                    awaitRetry(failure);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(interrupted, progress.get());
        }
    }

    URI gateway() {
        return gateways.address(gateway);
    }

    Deadline deadline() {
        return deadline;
    }

    /** Resets the count of failures. */
    void succeeded() {
        failures = 0;
        gateways.succeeded(gateway);
    }

    private void awaitRetry(RetryableException failure) throws InterruptedException {
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

    /**
     * Waits for a response, at most until the response timeout or the deadline. Cancels the future if it is not
     * complete by then.
     */
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

    /**
     * @throws StreamClosedException if the stream or the client was closed
     * @throws DeadlineExceededException if the deadline has passed
     */
    void requireOpen() {
        if (closing.isDone()) {
            throw new StreamClosedException(progress.get());
        }
        if (deadline.passed()) {
            throw new DeadlineExceededException(null, progress.get());
        }
    }
}
