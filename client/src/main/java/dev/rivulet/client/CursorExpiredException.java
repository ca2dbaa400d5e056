package dev.rivulet.client;

/**
 * Kafka no longer holds the requested events (HTTP 410), so the stream cannot continue without a gap. {@link
 * RivuletClient#turn} may still return the whole text.
 */
public final class CursorExpiredException extends RivuletException {

    CursorExpiredException(ProblemDetails problem, ReadProgress progress) {
        super(problem.message(), null, progress);
    }
}
