package dev.rivulet.client;

/**
 * The waiting thread was interrupted; its interrupt flag is set again. The stream stays open and can be read further
 * once the flag is cleared.
 */
public final class ReadInterruptedException extends RivuletException {

    ReadInterruptedException(InterruptedException cause, ReadProgress progress) {
        super("interrupted", cause, progress);
    }
}
