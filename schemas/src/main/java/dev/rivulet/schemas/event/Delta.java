package dev.rivulet.schemas.event;

import java.util.Objects;

/**
 * {@code delta}: the next piece of the completion's text.
 *
 * @param seq 0 for an attempt's first delta, then 1 more for each
 * @param content never empty, and never ends within a surrogate pair
 */
public record Delta(int attempt, long seq, String content) implements ChunkEvent {

    public Delta {
        Objects.requireNonNull(content, "content");
        if (content.isEmpty()) {
            throw new IllegalArgumentException("a delta has content");
        }
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "Delta[attempt=" + attempt + ", seq=" + seq + "]";
    }
}
