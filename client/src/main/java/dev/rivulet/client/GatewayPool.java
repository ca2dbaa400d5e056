package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** The addresses of equivalent gateways, and when each may be tried again. Thread-safe. */
final class GatewayPool {

    private final List<URI> addresses;
    private final AtomicLongArray retryAt; // nanoTime, from a gateway's Retry-After
    private volatile int preferred;

    /** @param addresses in the order in which they are tried */
    GatewayPool(List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
        retryAt = new AtomicLongArray(addresses.size());
        long now = System.nanoTime();
        IntStream.range(0, addresses.size()).forEach(i -> retryAt.set(i, now));
    }

    URI address(int index) {
        return addresses.get(index);
    }

    /** Returns the index of the gateway that succeeded last. */
    int preferred() {
        return preferred;
    }

    void succeeded(int index) {
        preferred = index;
    }

    void retryAfter(int index, Duration pause) {
        retryAt.set(index, System.nanoTime() + pause.toNanos());
    }

    /** Returns how long a gateway must not be tried; zero or negative if it may be tried now. */
    Duration retryDelay(int index) {
        return Duration.ofNanos(retryAt.get(index) - System.nanoTime());
    }

    /**
     * Returns the next gateway that may be tried now, in round-robin order; if none may, the one that may be tried
     * first.
     */
    int next(int index) {
        int count = addresses.size();
        return IntStream.rangeClosed(1, count).map(step -> (index + step) % count).boxed()
                .min(Comparator.comparing(i -> retryDelay(i).isPositive() ? retryDelay(i) : Duration.ZERO))
                .orElseThrow();
    }
}
