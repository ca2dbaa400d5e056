package dev.rivulet.gateway.identity.jwt;

import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, fetched again and again by one thread, so that nobody waits for keys that are known, and never
 * more often than is allowed, whatever tokens name. While they cannot be fetched those of before are used, for as long
 * as outages are tolerated. Thread-safe.
 */
final class IssuerKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final Source source;
    private final JwtConfig config;
    private final Thread thread = Thread.ofVirtual().name("issuer-keys").unstarted(this::run);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore asked = new Semaphore(0); // has a permit if somebody waits for the next fetch
    private final AtomicReference<CompletableFuture<KeySet>> next = new AtomicReference<>(new CompletableFuture<>());
    private volatile Fetched fetched; // null until they were fetched once
    private volatile boolean closed;
    private String trouble = ""; // why the last fetch failed; empty if it did not; owned by the thread

    /** Fetches the keys. Blocks. */
    interface Source {

        /** Throws {@link IllegalArgumentException} if what is fetched cannot be used. */
        KeySet fetch() throws IOException, InterruptedException;
    }

    /** @param at in {@link System#nanoTime} */
    private record Fetched(KeySet keys, long at) {}

    IssuerKeys(Source source, JwtConfig config) {
        this.source = source;
        this.config = config;
    }

    /** Begins to fetch. */
    void start() {
        thread.start();
    }

    /** Returns the keys; empty if there are none yet, or they are older than an outage may last. */
    Optional<KeySet> current() {
        Fetched last = fetched;
        return last == null || System.nanoTime() - last.at > config.outageTolerance().toNanos()
                ? Optional.empty()
                : Optional.of(last.keys);
    }

    /**
     * Returns the keys of a fetch that begins from now on, as soon as one is allowed. All who wait share it. Fails with
     * a {@link ProblemException} if it fails.
     */
    CompletableFuture<KeySet> next() {
        CompletableFuture<KeySet> result = next.get();
        asked.release();
        return result;
    }

    /** Returns whether keys were ever fetched. */
    boolean isKnown() {
        return fetched != null;
    }

    /** Returns whether a key is in the last set that was fetched. */
    boolean has(String name) {
        Fetched last = fetched;
        return last != null && last.keys.has(name);
    }

    /** Has a listener called, on another thread, when keys are gone. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    static ProblemException unavailable() {
        return new ProblemException(ProblemCode.IDENTITY_UNAVAILABLE, "The issuer's keys cannot be fetched now.");
    }

    private void run() {
        try {
            while (!closed) {
                asked.drainPermits();
                boolean done = fetch(next.getAndSet(new CompletableFuture<>()));
                Duration pause = config.minRefreshInterval();
                Thread.sleep(pause.toMillis());
                if (done) {
                    asked.tryAcquire(config.refreshInterval().minus(pause).toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            next.get().completeExceptionally(unavailable());
        }
    }

    /** Returns false if it failed. */
    private boolean fetch(CompletableFuture<KeySet> waiting) throws InterruptedException {
        try {
            KeySet keys = source.fetch();
            Fetched last = fetched;
            fetched = new Fetched(keys, System.nanoTime());
            report(keys.size(), last == null || !trouble.isEmpty());
            waiting.complete(keys);
            if (last != null && !keys.containsAll(last.keys)) {
                LOG.info("the issuer has withdrawn a key");
                listeners.forEach(Runnable::run);
            }
            return true;
        } catch (IOException | RuntimeException failure) {
            report(failure);
            return false;
        } finally {
            waiting.completeExceptionally(unavailable()); // has no effect after success
        }
    }

    private void report(int keys, boolean news) {
        if (news) {
            LOG.atInfo().addKeyValue("keys", keys).log("the issuer's keys were fetched");
        }
        trouble = "";
    }

    /** Once for each reason. */
    private void report(Exception failure) {
        String reason = failure instanceof IllegalArgumentException ? failure.getMessage() : failure.toString();
        String what = fetched == null
                ? "the issuer's keys cannot be fetched: no tokens are taken until they are"
                : current().isPresent()
                        ? "the issuer's keys cannot be fetched: those of before are used"
                        : "the issuer's keys cannot be fetched for too long: no tokens are taken until they are";
        if (!(what + reason).equals(trouble) && !closed) {
            LOG.atWarn().addKeyValue("reason", reason).log(what);
        }
        trouble = what + reason;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
