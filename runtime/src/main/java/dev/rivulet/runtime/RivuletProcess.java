package dev.rivulet.runtime;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a service as a process: starts it, waits for a signal, closes it. */
public final class RivuletProcess {

    /** Exit status for a configuration that cannot be used. */
    public static final int UNUSABLE = 2;

    private RivuletProcess() {}

    /** A service that runs until it is closed. */
    @FunctionalInterface
    public interface Service {
        AutoCloseable start(Config config) throws Exception;
    }

    /**
     * Runs a service until SIGTERM or SIGINT, then closes it and exits with status 0. Does not return. If the service
     * does not start, prints one sentence to stderr and exits with {@link #UNUSABLE} if the configuration is the
     * reason, else with 1.
     */
    public static void run(String name, Service service) {
        Thread main = Thread.currentThread();
        AtomicReference<AutoCloseable> running = new AtomicReference<>();
        Thread end = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            main.interrupt();
            boolean clean = close(name, running.get());
            // The JVM's own status after a signal is 128 + its number, which looks like a crash.
            Runtime.getRuntime().halt(clean ? 0 : 1);
        });
        try {
            Config config = Config.ofProcess();
            Runtime.getRuntime().addShutdownHook(end);
            running.set(service.start(config));
            new CountDownLatch(1).await();
        } catch (InterruptedException toldToEnd) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            Runtime.getRuntime().removeShutdownHook(end);
            System.err.println("rivulet " + name + ": " + failure.getMessage());
            boolean config = failure instanceof InvalidConfigException || failure instanceof UnfitTopicException;
            System.exit(config ? UNUSABLE : 1);
        }
    }

    private static boolean close(String name, AutoCloseable service) {
        try {
            if (service != null) {
                service.close();
            }
            return true;
        } catch (Exception failure) {
            System.err.println("rivulet " + name + ": did not close cleanly: " + failure);
            return false;
        }
    }
}
