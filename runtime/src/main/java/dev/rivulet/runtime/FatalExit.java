package dev.rivulet.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that cannot go on: logs the first sentence, closes the service, and halts with {@link
 * RivuletProcess#FAILED}. Halts after a limit even if closing hangs, because what is broken may be what closing needs.
 */
final class FatalExit implements FatalErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FatalExit.class);

    private final Runnable close;
    private final Duration limit;
    private final IntConsumer halt;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param close closes the service; called on a thread of its own
     * @param limit how long that may take
     * @param halt ends the process with a status
     */
    FatalExit(Runnable close, Duration limit, IntConsumer halt) {
        this.close = close;
        this.limit = limit;
        this.halt = halt;
    }

    @Override
    public void onFatalError(String sentence, Throwable cause) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            LOG.atError().setCause(cause).log("the process cannot go on and ends: " + sentence);
        } finally {
            // Not a daemon: the JVM must not end with status 0 in the meantime.
            Thread.ofPlatform().name("fatal-exit").daemon(false).start(this::exit);
        }
    }

    /** Returns whether the process is about to end for this reason. */
    boolean begun() {
        return begun.get();
    }

    private void closeService() {
        try {
            close.run();
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("did not close cleanly");
        }
    }

    private void exit() {
        try {
            Thread closing = Thread.ofPlatform().daemon().name("fatal-close").start(this::closeService);
            closing.join(limit);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            halt.accept(RivuletProcess.FAILED);
        }
    }
}
