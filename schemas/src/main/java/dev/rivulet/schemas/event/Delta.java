package dev.rivulet.schemas.event;

import java.util.Objects;

/**
 * {@code delta}: the next piece of the answer's text.
 *
 * @param content never empty, and never ends within a surrogate pair
 */
public record Delta(int attempt, long seq, String content) implements ChunkEvent.Part {

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
