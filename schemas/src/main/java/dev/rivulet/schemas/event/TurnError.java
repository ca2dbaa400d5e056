package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Timings;
import java.util.Objects;

/**
 * {@code error}: the turn failed. Its text up to there stays readable.
 *
 * @param code stable, for programs: one of {@link dev.rivulet.schemas.ErrorCode}, or of a later version
 * @param message a sentence for humans
 * @param retryable whether the same prompt can succeed when sent again
 * @param retryAfterMs how long to wait before that, in milliseconds; null when nobody said
 * @param timings null when they are not known, and in events of earlier versions
 */
public record TurnError(int attempt, long seq, String code, String message, boolean retryable, Long retryAfterMs,
        long length, Timings timings)
        implements
            ChunkEvent.Terminal {

    public TurnError {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
