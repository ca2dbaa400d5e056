package dev.rivulet.client;

/** The caller's {@link ReadOptions#deadline} passed. The turn continues, and can be resumed or cancelled. */
public final class DeadlineExceededException extends RivuletException {

    DeadlineExceededException(Throwable lastTrouble, ReadProgress progress) {
        super("the deadline passed", lastTrouble, progress);
    }
}
