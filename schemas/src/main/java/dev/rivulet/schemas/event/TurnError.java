package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.Usage;
import java.util.Objects;

/**
 * {@code error}: the turn failed. Its text up to there stays readable.
 *
 * @param code stable, for programs: one of {@link dev.rivulet.schemas.ErrorCode}, or of a later version
 * @param message a sentence for humans
 * @param retryable whether the same prompt can succeed when sent again
 * @param retryAfterMs how long to wait before that, in milliseconds; null when nobody said
 * @param timings null when they are not known, and in events of earlier versions
 * @param usage null when no provider was asked, and in events of earlier versions
 */
public record TurnError(int attempt, long seq, String code, String message, boolean retryable, Long retryAfterMs,
        long length, Timings timings, Usage usage)
        implements
            ChunkEvent.Terminal {

    public TurnError {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }

    /** A failure of which no usage is known. */
    public TurnError(int attempt, long seq, String code, String message, boolean retryable, Long retryAfterMs,
            long length, Timings timings) {
        this(attempt, seq, code, message, retryable, retryAfterMs, length, timings, null);
    }
}
