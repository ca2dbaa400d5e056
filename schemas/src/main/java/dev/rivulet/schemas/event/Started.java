package dev.rivulet.schemas.event;

import java.util.Objects;

/**
 * {@code started}: an attempt begins. The text of earlier attempts is void, unless this one continues it.
 *
 * @param continues where the attempt goes on in the text that readers were shown; null if it begins the answer
 */
public record Started(int attempt, String model, String provider, Continues continues) implements ChunkEvent {

    public Started {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(provider, "provider");
    }

    /** Makes the event of an attempt that begins the answer. */
    public Started(int attempt, String model, String provider) {
        this(attempt, model, provider, null);
    }

    /** Returns the same for an attempt that goes on where the text of earlier ones ends. */
    public Started continuing(Continues from) {
        return new Started(attempt, model, provider, from);
    }

    /**
     * What stands of earlier attempts.
     *
     * @param seq the number of their pieces, which is the {@code seq} of this attempt's first
     * @param length the length of their text, in UTF-16 code units
     */
    public record Continues(long seq, long length) {

        /** @throws IllegalArgumentException when there is nothing to continue */
        public Continues {
            if (seq < 1 || length < 1) {
                throw new IllegalArgumentException("an attempt continues text");
            }
        }
    }
}
