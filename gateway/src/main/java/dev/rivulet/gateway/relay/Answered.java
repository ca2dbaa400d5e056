package dev.rivulet.gateway.relay;

import dev.rivulet.schemas.event.Answer;

/**
 * A coordinator's answer, and where it lies in the session's partition of {@code chunk-events}.
 *
 * @param <A> what was asked for
 */
public record Answered<A extends Answer>(A answer, long offset) {}
