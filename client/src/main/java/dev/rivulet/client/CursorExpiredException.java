package dev.rivulet.client;

/**
 * Kafka no longer holds the events asked for, so there is no gapless way on. {@link RivuletClient#turn} may still have the
 * whole text.
 */
public final class CursorExpiredException extends RivuletException {

    CursorExpiredException(ProblemDetails problem, ReadProgress progress) {
        super(problem.message(), null, progress);
    }
}
