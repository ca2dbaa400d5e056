package dev.rivulet.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A turn whose stream goes to a {@link TurnListener}. For any thread. */
public final class Subscription implements AutoCloseable {

    private final TurnStream stream;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    Subscription(TurnStream stream) {
        this.stream = stream;
    }

    Subscription start(Executor executor, TurnListener listener) {
        try {
            executor.execute(() -> run(listener));
            return this;
        } catch (RuntimeException refused) {
            stream.close();
            throw refused;
        }
    }

    /** Empty before a gateway has taken the turn. */
    public Optional<String> turnId() {
        return Optional.ofNullable(stream.turnId());
    }

    /** Stops the turn; the listener still gets what had been produced, and its end. */
    public void cancel() {
        stream.cancel();
    }

    /** Leaves the stream; the turn goes on. The listener gets a {@link StreamClosedException}, unless it had its end. */
    @Override
    public void close() {
        stream.close();
    }

    /** Completes after the listener's last call; exceptionally, with what the listener threw. */
    public CompletableFuture<Void> finished() {
        return finished;
    }

    private void run(TurnListener listener) {
        try (stream) {
            tell(listener);
            finished.complete(null);
        } catch (Throwable thrown) {
            finished.completeExceptionally(thrown);
        }
    }

    private void tell(TurnListener listener) {
        RivuletException failure;
        try {
            stream.open();
            for (Chunk chunk : stream) {
                listener.onChunk(chunk);
            }
            failure = null;
        } catch (RivuletException ended) {
            failure = ended;
        }
        if (failure == null) {
            listener.onEnd(stream.end());
        } else {
            listener.onFailure(failure);
        }
    }
}
