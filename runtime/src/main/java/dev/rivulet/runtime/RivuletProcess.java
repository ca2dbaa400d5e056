package dev.rivulet.runtime;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** How a process of Rivulet lives: it starts, runs until it is told to end, and closes in order. */
public final class RivuletProcess {

    /** Exit status when the process cannot run as it is configured. */
    public static final int UNUSABLE = 2;

    private RivuletProcess() {}

    /** Something that runs until it is closed. */
    @FunctionalInterface
    public interface Service {
        AutoCloseable start(Config config) throws Exception;
    }

    /**
     * Runs a service until SIGTERM or SIGINT, then closes it and exits with 0. Never returns. What keeps it from starting
     * is one sentence on stderr, and exit status {@link #UNUSABLE} when it is the configuration, else 1.
     */
    public static void run(String name, Service service) {
        Thread main = Thread.currentThread();
        AtomicReference<AutoCloseable> running = new AtomicReference<>();
        Thread end = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            main.interrupt();
            boolean clean = close(name, running.get());
            // After the JVM's own choice for a signal, 128 + its number, an orderly end would look like a crash.
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
