package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.Usage;
import java.util.Objects;

/**
 * {@code done}: the turn's completion is whole, or the turn was cancelled.
 *
 * @param finishReason the provider's, or {@link dev.rivulet.schemas.FinishReason#CANCELLED}
 * @param usage null when no provider was asked, and in events of earlier versions when the provider did not say
 */
public record Done(int attempt, long seq, String finishReason, Usage usage, long length, Timings timings)
        implements
            ChunkEvent.Terminal {

    public Done {
        Objects.requireNonNull(finishReason, "finishReason");
        Objects.requireNonNull(timings, "timings");
    }
}
