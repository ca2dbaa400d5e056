package dev.rivulet.gateway.log.lookup;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;

/**
 * Bounds how many look-ups search at a time. The newest of those that wait is let in first. Under overload nothing else
 * makes progress: if all were let in, or the oldest first, each would reach its timeout before it is done, and its work
 * would be lost. So those that are let in finish, and clients that ask again are the newest. Thread-safe.
 */
final class SearchPermits {

    private final SequencedSet<CompletableFuture<Void>> waiting = new LinkedHashSet<>(); // guarded by this
    private int free; // guarded by this

    SearchPermits(int permits) {
        this.free = permits;
    }

    /**
     * Requests a permit. The future completes when it is granted. The caller must {@link #release} it then, or {@link
     * #withdraw} the request.
     */
    synchronized CompletableFuture<Void> request() {
        CompletableFuture<Void> request = new CompletableFuture<>();
        if (free > 0) {
            free--;
            request.complete(null);
        } else {
            waiting.add(request);
        }
        return request;
    }

    synchronized void release() {
        if (waiting.isEmpty()) {
            free++;
        } else {
            waiting.removeLast().complete(null);
        }
    }

    /** Called instead of {@link #release}, whether the request was granted meanwhile or not. */
    synchronized void withdraw(CompletableFuture<Void> request) {
        if (!waiting.remove(request)) {
            release();
        }
    }
}
