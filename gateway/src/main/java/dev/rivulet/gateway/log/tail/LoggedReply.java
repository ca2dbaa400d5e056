package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.event.CoordinatorReply;

/**
 * A coordinator's reply as it lies in the log.
 *
 * @param <R> the kind of reply
 * @param offset its offset in the session's partition of {@code chunk-events}
 */
public record LoggedReply<R extends CoordinatorReply>(R reply, long offset) {}
