package dev.rivulet.client;

import java.util.Optional;

/**
 * Something ended in another way than as it should. There is one type for each way, so a {@code catch} or a {@code switch}
 * tells them apart; what had come by then is kept.
 */
public abstract sealed class RivuletException extends RuntimeException
        permits TurnFailedException, DeadlineExceededException, ConnectionLostException, CursorExpiredException,
        RequestRefusedException, StreamClosedException, ReadInterruptedException {

    private final ReadProgress progress;

    RivuletException(String message, Throwable cause, ReadProgress progress) {
        super(message, cause);
        this.progress = progress;
    }

    /** What the stream had shown of the newest attempt; empty when this is not about a stream. */
    public String partialText() {
        return progress.text();
    }

    /** Where {@link RivuletClient#resume} can go on reading; empty when no turn is known. */
    public Optional<Bookmark> bookmark() {
        return Optional.ofNullable(progress.bookmark());
    }
}
