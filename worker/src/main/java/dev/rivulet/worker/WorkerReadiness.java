package dev.rivulet.worker;

import dev.rivulet.runtime.FatalErrorHandler;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a worker takes part: its partitions are assigned and restored, Kafka answers, there are workers of each role,
 * it is not told to stop, and no part of it has failed for good. Thread-safe.
 */
final class WorkerReadiness implements FatalErrorHandler {

    private final FatalErrorHandler fatal;
    private volatile Supplier<Optional<String>> parts = () -> Optional.of("starting");
    private volatile String end;

    /** @param fatal is told of fatal errors too */
    WorkerReadiness(FatalErrorHandler fatal) {
        this.fatal = fatal;
    }

    /** Returns what keeps the worker from taking part; empty when nothing does. */
    Optional<String> obstacle() {
        return end != null ? Optional.of(end) : parts.get();
    }

    /** Returns whether the worker is about to end. */
    boolean isEnding() {
        return end != null;
    }

    boolean ready() {
        return obstacle().isEmpty();
    }

    /**
     * Called when all parts are started.
     *
     * @param obstacle what keeps one of them from taking part
     */
    void started(Supplier<Optional<String>> obstacle) {
        parts = obstacle;
    }

    /** The worker is told to stop. */
    void draining() {
        end = "stopping";
    }

    @Override
    public void onFatalError(String sentence, Throwable cause) {
        end = "failed";
        fatal.onFatalError(sentence, cause);
    }
}
