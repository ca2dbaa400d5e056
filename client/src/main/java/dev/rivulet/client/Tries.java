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
final class Tries {

    private final Settings settings;
    private final Gateways gateways;
    private final Deadline deadline;
    private final CompletableFuture<Void> closing;
    private final Supplier<Progress> progress;
    private int gateway;
    private int failures; // in a row

    Tries(Settings settings, Gateways gateways, Deadline deadline, CompletableFuture<Void> closing,
            Supplier<Progress> progress) {
        this.settings = settings;
        this.gateways = gateways;
        this.deadline = deadline;
        this.closing = closing;
        this.progress = progress;
        gateway = gateways.first();
    }

    URI gateway() {
        return gateways.address(gateway);
    }

    Deadline deadline() {
        return deadline;
    }

    /** The gateway did what it should: failures count from zero again. */
    void worked() {
        failures = 0;
        gateways.worked(gateway);
    }

    /** Waits before the next try, or gives up. */
    void failed(LostException lost) throws InterruptedException {
        failures++;
        if (lost.stayAway() != null) {
            gateways.stayAway(gateway, lost.stayAway());
        }
        if (failures >= settings.maxTries()) {
            throw new ConnectionLostException(failures, lost, progress.get());
        }
        gateway = gateways.after(gateway);
        Duration random = settings.backoff().pause(failures, ThreadLocalRandom.current());
        Duration closed = gateways.closedFor(gateway);
        Duration pause = closed.compareTo(random) > 0 ? closed : random;
        settings.onRetry().accept(new Retry(gateway(), failures, pause, lost));
        pause(pause, lost);
    }

    private void pause(Duration pause, LostException lost) throws InterruptedException {
        try {
            closing.get(Math.max(0, deadline.orSooner(pause).toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            if (deadline.passed()) {
                throw new DeadlineExceededException(lost, progress.get());
            }
            return;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new StreamClosedException(progress.get());
    }

    /** Waits for a response, as long as a gateway may take and the caller will wait. A future that is given up is cancelled. */
    <T> T await(CompletableFuture<T> response) throws LostException, InterruptedException {
        requireOpen();
        Duration limit = deadline.orSooner(settings.responseTimeout());
        try {
            CompletableFuture.anyOf(response, closing).get(Math.max(0, limit.toNanos()),
                    TimeUnit.NANOSECONDS);
            requireOpen();
            return response.get();
        } catch (TimeoutException late) {
            requireOpen();
            throw new LostException(gateway() + " did not answer within " + settings.responseTimeout(), null, null);
        } catch (ExecutionException failed) {
            throw new LostException(gateway() + ": " + failed.getCause(), failed.getCause(), null);
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
