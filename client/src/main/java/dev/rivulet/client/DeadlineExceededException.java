package dev.rivulet.client;

/** The caller's own deadline passed, {@link ReadOptions#deadline}. The turn goes on, and can be resumed or cancelled. */
public final class DeadlineExceededException extends RivuletException {

    DeadlineExceededException(Throwable lastTrouble, ReadProgress progress) {
        super("the deadline passed", lastTrouble, progress);
    }
}
