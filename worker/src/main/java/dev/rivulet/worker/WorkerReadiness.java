package dev.rivulet.worker;

import dev.rivulet.runtime.FatalErrorHandler;
import java.util.function.BooleanSupplier;

/**
 * Whether a worker takes part: its partitions are assigned and restored, Kafka answers, it is not told to stop, and no
 * part of it has failed for good. Thread-safe.
 */
final class WorkerReadiness implements FatalErrorHandler {

    private final FatalErrorHandler fatal;
    private volatile BooleanSupplier parts = () -> false;
    private volatile boolean ending;

    /** @param fatal is told of fatal errors too */
    WorkerReadiness(FatalErrorHandler fatal) {
        this.fatal = fatal;
    }

    boolean ready() {
        return !ending && parts.getAsBoolean();
    }

    /** Called when all parts are started. */
    void started(BooleanSupplier areReady) {
        parts = areReady;
    }

    /** The worker is told to stop. */
    void draining() {
        ending = true;
    }

    @Override
    public void onFatalError(String sentence, Throwable cause) {
        ending = true;
        fatal.onFatalError(sentence, cause);
    }
}
