package dev.rivulet.runtime;

/**
 * How a part of a process says that the process cannot go on: for faults that no retry can mend, such as state that can
 * no longer be written. The caller decides what follows: a process of its own logs the sentence and ends (see {@link
 * RivuletProcess}), a test takes note. Thread-safe; does not block, so it may be called on any thread, also on one that
 * closing the part would wait for.
 */
@FunctionalInterface
public interface FatalErrorHandler {

    /**
     * Must be called at most once for a fault; calls after the first change nothing.
     *
     * @param sentence why the process cannot go on, for operators; never contains text of users or providers
     * @param cause null when there is none
     */
    void onFatalError(String sentence, Throwable cause);
}
