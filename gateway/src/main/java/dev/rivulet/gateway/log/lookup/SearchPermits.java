package dev.rivulet.gateway.log.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Bounds how many look-ups search at a time, so that those that are let in finish, however many more are asked for. If
 * all were let in, each would reach its timeout before it is done, and its work would be lost.
 *
 * <p>Of those that wait, one at random is next. The oldest has the least time left: under overload it would begin only
 * to reach its timeout. If the newest were next, clients that ask again at once would keep all others out. Thread-safe.
 */
final class SearchPermits {

    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(); // guarded by this
    private final RandomGenerator random;
    private int free; // guarded by this

    SearchPermits(int permits, RandomGenerator random) {
        this.free = permits;
        this.random = random;
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
            waiting.remove(random.nextInt(waiting.size())).complete(null);
        }
    }

    /** Called instead of {@link #release}, whether the request was granted meanwhile or not. */
    synchronized void withdraw(CompletableFuture<Void> request) {
        if (!waiting.remove(request)) {
            release();
        }
    }
}
