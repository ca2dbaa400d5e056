package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.event.CoordinatorReply;

/**
 * A coordinator's reply and its position in the log.
 *
 * @param <R> the type of the reply
 * @param offset the reply's offset in the session's partition of {@code chunk-events}
 * @param bytes the size of the reply in the log
 */
public record LoggedReply<R extends CoordinatorReply>(R reply, long offset, int bytes) {}
