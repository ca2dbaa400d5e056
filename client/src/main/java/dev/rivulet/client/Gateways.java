package dev.rivulet.client;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** The addresses of gateways, which are all as good, and what is known of them. Thread-safe. */
final class Gateways {

    private final List<URI> addresses;
    private final AtomicLongArray closedUntil; // nanoTime; a gateway said when to come back
    private volatile int preferred;

    /** @param addresses tried in this order */
    Gateways(List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
        closedUntil = new AtomicLongArray(addresses.size());
        long now = System.nanoTime();
        IntStream.range(0, addresses.size()).forEach(i -> closedUntil.set(i, now));
    }

    URI address(int index) {
        return addresses.get(index);
    }

    /** Where to begin: the one that worked last. */
    int first() {
        return preferred;
    }

    void worked(int index) {
        preferred = index;
    }

    void stayAway(int index, Duration pause) {
        closedUntil.set(index, System.nanoTime() + pause.toNanos());
    }

    /** How long a gateway still wants clients to stay away; zero or less: not at all. */
    Duration closedFor(int index) {
        return Duration.ofNanos(closedUntil.get(index) - System.nanoTime());
    }

    /** The next in turn that does not want clients to stay away; if all do, the one that does so for the shortest time. */
    int after(int index) {
        int count = addresses.size();
        return IntStream.rangeClosed(1, count).map(step -> (index + step) % count).boxed()
                .min(Comparator.comparing(next -> closedFor(next).isPositive() ? closedFor(next) : Duration.ZERO))
                .orElseThrow();
    }
}
