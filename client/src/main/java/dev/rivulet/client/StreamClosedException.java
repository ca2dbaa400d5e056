package dev.rivulet.client;

/** The stream or its client was closed. */
public final class StreamClosedException extends RivuletException {

    StreamClosedException(ReadProgress progress) {
        super("closed by the caller", null, progress);
    }
}
