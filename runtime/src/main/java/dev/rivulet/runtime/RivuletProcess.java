package dev.rivulet.runtime;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Runs a service as a process: starts it, waits for a signal or a fatal error, closes it. */
public final class RivuletProcess {

    /** Exit status of a process that did not start for another reason, could not go on, or did not close cleanly. */
    public static final int FAILED = 1;
    /** Exit status for a configuration that cannot be used. */
    public static final int UNUSABLE = 2;

    /** How long closing may take after a fatal error: well below the time after which process managers kill. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Thread main = Thread.currentThread();
    private final Lock closing = new ReentrantLock();
    private final AtomicReference<AutoCloseable> running = new AtomicReference<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean ending;
    private final FatalExit fatal = new FatalExit(this::close, CLOSE_LIMIT, Runtime.getRuntime()::halt);

    private RivuletProcess(String name) {
        this.name = name;
    }

    /** A service that runs until it is closed. */
    @FunctionalInterface
    public interface Service {

        /** @param fatal ends this process */
        AutoCloseable start(Config config, FatalErrorHandler fatal) throws Exception;
    }

    /**
     * Runs a service until SIGTERM or SIGINT, then closes it and exits with status 0. Does not return. If the service
     * does not start, prints one sentence to stderr and exits with {@link #UNUSABLE} if the configuration is the
     * reason, else with {@link #FAILED}. When the service reports a fatal error, logs its sentence, closes it for ten
     * seconds at most, and exits with {@link #FAILED}.
     */
    public static void run(String name, Service service) {
        new RivuletProcess(name).run(service);
    }

    private void run(Service service) {
        Thread end = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            boolean clean = close();
            // The JVM's own status after a signal is 128 + its number, which looks like a crash.
            Runtime.getRuntime().halt(clean && !fatal.begun() ? 0 : FAILED);
        });
        try {
            Config config = Config.ofProcess();
            Runtime.getRuntime().addShutdownHook(end);
            running.set(service.start(config, fatal));
            started.countDown();
            new CountDownLatch(1).await();
        } catch (InterruptedException toldToEnd) {
            started.countDown();
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            started.countDown();
            if (ending) {
                return;
            }
            Runtime.getRuntime().removeShutdownHook(end);
            System.err.println("rivulet " + name + ": " + failure.getMessage());
            boolean config = failure instanceof InvalidConfigException || failure instanceof UnfitTopicException;
            System.exit(config ? UNUSABLE : FAILED);
        }
    }

    /**
     * Closes the service once; a second caller waits for the first. A start that is under way is interrupted, and
     * closes what it has started. Returns whether the service closed cleanly.
     */
    private boolean close() {
        ending = true;
        closing.lock();
        try {
            main.interrupt();
            started.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            AutoCloseable service = running.getAndSet(null);
            if (service != null) {
                service.close();
            }
            return true;
        } catch (Exception failure) {
            System.err.println("rivulet " + name + ": did not close cleanly: " + failure);
            return false;
        } finally {
            closing.unlock();
        }
    }
}
