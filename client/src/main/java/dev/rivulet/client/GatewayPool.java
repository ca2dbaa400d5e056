package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** The addresses of gateways, which are all as good, and what is known of them. Thread-safe. */
final class GatewayPool {

    private final List<URI> addresses;
    private final AtomicLongArray retryAt; // nanoTime; a gateway said when to come back
    private volatile int preferred;

    /** @param addresses tried in this order */
    GatewayPool(List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
        retryAt = new AtomicLongArray(addresses.size());
        long now = System.nanoTime();
        IntStream.range(0, addresses.size()).forEach(i -> retryAt.set(i, now));
    }

    URI address(int index) {
        return addresses.get(index);
    }

    /** Where to begin: the one that worked last. */
    int preferred() {
        return preferred;
    }

    void succeeded(int index) {
        preferred = index;
    }

    void retryAfter(int index, Duration pause) {
        retryAt.set(index, System.nanoTime() + pause.toNanos());
    }

    /** How long a gateway still wants clients to stay away; zero or less: not at all. */
    Duration retryDelay(int index) {
        return Duration.ofNanos(retryAt.get(index) - System.nanoTime());
    }

    /** The next in turn that does not want clients to stay away; if all do, the one that does so for the shortest time. */
    int next(int index) {
        int count = addresses.size();
        return IntStream.rangeClosed(1, count).map(step -> (index + step) % count).boxed()
                .min(Comparator.comparing(i -> retryDelay(i).isPositive() ? retryDelay(i) : Duration.ZERO))
                .orElseThrow();
    }
}
