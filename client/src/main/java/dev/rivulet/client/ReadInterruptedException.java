package dev.rivulet.client;

/**
 * The thread was interrupted while it waited; its interrupt flag is set again. A stream is as it was before and can be read
 * on once the flag is cleared.
 */
public final class ReadInterruptedException extends RivuletException {

    ReadInterruptedException(InterruptedException cause, ReadProgress progress) {
        super("interrupted", cause, progress);
    }
}
