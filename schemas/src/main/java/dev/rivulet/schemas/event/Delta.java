package dev.rivulet.schemas.event;

/**
 * {@code delta}: the next piece of text.
 *
 * @param seq 0 for an attempt's first delta, then one more each
 * @param content never empty, and never ends within a surrogate pair
 */
public record Delta(int attempt, long seq, String content) implements ChunkEvent {

    /** Leaves out the model's words: safe for logs. */
    @Override
    public String toString() {
        return "Delta[attempt=" + attempt + ", seq=" + seq + "]";
    }
}
