package dev.rivulet.local.stack;

import java.util.ArrayDeque;
import java.util.Deque;

/** What of a stack has been started so far. For one thread at a time. */
public final class StartedParts implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Adds a part. Returns it. */
    public <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Closes all parts in reverse order of their start.
     *
     * @throws IllegalStateException with the first failure, if some did not close
     */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception broken) {
                failure = failure == null ? new IllegalStateException("a part did not close", broken) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
