package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.Usage;
import java.util.List;
import java.util.Objects;

/**
 * {@code done}: the turn's completion is whole, or the turn was cancelled.
 *
 * @param finishReason the provider's, or {@link dev.rivulet.schemas.FinishReason#CANCELLED}
 * @param usage null when no provider was asked, and in events of earlier versions when the provider did not say
 * @param parts the kinds of {@link AnswerPart} that the answer has, each once; null when it is only text
 */
public record Done(int attempt, long seq, String finishReason, Usage usage, long length, Timings timings,
        List<String> parts)
        implements
            ChunkEvent.Terminal {

    public Done {
        Objects.requireNonNull(finishReason, "finishReason");
        Objects.requireNonNull(timings, "timings");
        parts = parts == null ? null : List.copyOf(parts);
    }

    /** The end of an answer that is only text. */
    public Done(int attempt, long seq, String finishReason, Usage usage, long length, Timings timings) {
        this(attempt, seq, finishReason, usage, length, timings, null);
    }
}
