package dev.rivulet.client;

import java.util.Optional;

/**
 * An operation or a stream failed. There is one subtype for each way, so that a {@code catch} or {@code switch} can
 * tell them apart.
 */
public abstract sealed class RivuletException extends RuntimeException
        permits TurnFailedException, DeadlineExceededException, ConnectionLostException, CursorExpiredException,
        RequestRefusedException, StreamClosedException, ReadInterruptedException {

    private final ReadProgress progress;

    RivuletException(String message, Throwable cause, ReadProgress progress) {
        super(message, cause);
        this.progress = progress;
    }

    /** Returns the text received of the newest attempt; empty if this is not about a stream. */
    public String partialText() {
        return progress.text();
    }

    /** Returns where {@link RivuletClient#resume} can continue; empty if no turn is known. */
    public Optional<Bookmark> bookmark() {
        return Optional.ofNullable(progress.bookmark());
    }
}
