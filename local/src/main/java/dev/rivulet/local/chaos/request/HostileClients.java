package dev.rivulet.local.chaos.request;

import dev.rivulet.local.chaos.request.HostileExchange.Step;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Sends gateways hostile requests, each on a connection and a virtual thread of its own, and notes responses that blame
 * the gateway. {@link #run} is for one thread; the rest for any.
 */
public final class HostileClients {

    private static final int MOST_AT_ONCE = 200;
    private static final int SHOWN_BYTES = 300;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    /** What is answered to a version or a coding that is not HTTP/1.1's (RFC 9110, 15.6.2 and 15.6.6). */
    private static final List<String> BLAMELESS = List.of("501", "505");

    private final List<URI> gateways;
    private final KnownTurns known = new KnownTurns();
    private final HostileExchanges exchanges;
    private final BiConsumer<String, String> observer;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final AtomicLong sent = new AtomicLong();
    private final Map<String, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    /**
     * @param authorization the header of most requests; empty for none
     * @param observer is given the kind of each exchange and the beginning of what came back; any thread
     */
    public HostileClients(List<URI> gateways, long seed, String authorization, BiConsumer<String, String> observer) {
        this.gateways = List.copyOf(gateways);
        this.exchanges = new HostileExchanges(seed, known, authorization, System::currentTimeMillis);
        this.observer = observer;
    }

    /** Sends for some time. Returns when the last connection has ended. */
    public void run(Duration length, int perSecond) throws InterruptedException {
        long begin = System.nanoTime();
        long pause = Duration.ofSeconds(1).toNanos() / perSecond;
        for (long i = 0; System.nanoTime() - begin < length.toNanos(); i++) {
            HostileExchange exchange = exchanges.next();
            URI gateway = gateways.get((int) (i % gateways.size()));
            free.acquire();
            Thread.startVirtualThread(() -> perform(exchange, gateway));
            long early = begin + i * pause - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
        }
        free.acquire(MOST_AT_ONCE);
        free.release(MOST_AT_ONCE);
    }

    private void perform(HostileExchange exchange, URI gateway) {
        try {
            String response = HostileConnection.perform(exchange, gateway);
            sent.incrementAndGet();
            known.learn(response);
            observer.accept(exchange.kind(), response);
            STATUS.matcher(response).results().map(found -> found.group(1)).forEach(status -> count(status, exchange));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private void count(String status, HostileExchange exchange) {
        statuses.computeIfAbsent(status, first -> new AtomicLong()).incrementAndGet();
        if (status.startsWith("5") && !BLAMELESS.contains(status)) {
            faults.add(status + " after " + exchange.kind() + ": " + sent(exchange));
        }
    }

    private static String sent(HostileExchange exchange) {
        StringBuilder text = new StringBuilder();
        for (Step step : exchange.steps()) {
            if (step instanceof Step.Send send) {
                text.append(new String(send.bytes(), 0, Math.min(send.bytes().length, SHOWN_BYTES),
                        StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString().replace("\r", "\\r").replace("\n", "\\n");
    }

    /** Returns the number of exchanges. */
    public long sent() {
        return sent.get();
    }

    /** Returns the number of responses by status. */
    public Map<String, Long> statuses() {
        Map<String, Long> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /** Returns responses that must not be, with the beginning of what was sent. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
