package dev.rivulet.runtime;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
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

    /** Runs a service until SIGTERM or SIGINT. A configuration that cannot be used is one sentence on stderr. */
    public static void run(String name, Service service) {
        Thread main = Thread.currentThread();
        AtomicReference<AutoCloseable> running = new AtomicReference<>();
        Thread end = Thread.ofPlatform().name("shutdown").unstarted(() -> {
            main.interrupt();
            close(name, running.get());
        });
        Runtime.getRuntime().addShutdownHook(end);
        try {
            running.set(service.start(Config.ofProcess()));
        } catch (InvalidConfigException | UnfitTopicException unusable) {
            System.err.println("rivulet " + name + ": " + unusable.getMessage());
            System.exit(UNUSABLE);
        } catch (InterruptedException toldToEnd) {
            return;
        } catch (Exception failure) {
            System.err.println("rivulet " + name + ": " + failure.getMessage());
            System.exit(1);
        }
    }

    private static void close(String name, AutoCloseable service) {
        try {
            if (service != null) {
                service.close();
            }
        } catch (Exception failure) {
            System.err.println("rivulet " + name + ": did not close cleanly: " + failure);
        }
    }
}
