package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.event.CoordinatorReply;

/**
 * A coordinator's answer, and where it lies in the session's partition of {@code chunk-events}.
 *
 * @param <A> what was asked for
 */
public record LoggedReply<A extends CoordinatorReply>(A answer, long offset) {}
