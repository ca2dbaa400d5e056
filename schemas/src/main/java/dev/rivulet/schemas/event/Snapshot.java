package dev.rivulet.schemas.event;

import java.util.Objects;

/**
 * {@code snapshot}: the text so far in one piece, for a reader that joins late. Made by gateways; not on any topic.
 *
 * @param seq of the last delta whose text is in it
 * @param content never empty
 */
public record Snapshot(int attempt, long seq, String content) {

    public Snapshot {
        Objects.requireNonNull(content, "content");
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "Snapshot[attempt=" + attempt + ", seq=" + seq + "]";
    }
}
