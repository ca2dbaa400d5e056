package dev.rivulet.schemas.event;

import java.util.Objects;

/**
 * {@code reasoning}: the next piece of what the model thinks before, or between, what it answers. It is no part of the
 * answer's text.
 *
 * @param content empty only when there is a signature; never ends within a surrogate pair
 * @param signature what the provider wants back with this reasoning, and understands alone: it ends a stretch of
 *            reasoning. Null when there is none
 */
public record Reasoning(int attempt, long seq, String content, String signature) implements ChunkEvent.Part {

    /** @throws IllegalArgumentException when there is neither text nor a signature */
    public Reasoning {
        Objects.requireNonNull(content, "content");
        if (content.isEmpty() && signature == null) {
            throw new IllegalArgumentException("reasoning has content, or a signature");
        }
    }

    /** A piece without a signature. */
    public Reasoning(int attempt, long seq, String content) {
        this(attempt, seq, content, null);
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "Reasoning[attempt=" + attempt + ", seq=" + seq + "]";
    }
}
