package dev.rivulet.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A stream that is delivered to a {@link TurnListener}. Thread-safe. */
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

    /** Returns the turn's id; empty before a gateway has accepted the turn. */
    public Optional<String> turnId() {
        return Optional.ofNullable(stream.turnId());
    }

    /** Cancels the turn. The listener still gets the rest of the text and the end. */
    public void cancel() {
        stream.cancel();
    }

    /**
     * Closes the stream; the turn continues. The listener gets a {@link StreamClosedException}, unless the stream had
     * already ended.
     */
    @Override
    public void close() {
        stream.close();
    }

    /** Completes after the listener's last call; exceptionally if the listener threw. */
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
