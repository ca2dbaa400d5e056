package dev.rivulet.client;

import java.util.Locale;

/** What a chunk holds. Nothing is lost: what is left over comes before the end. */
public enum Granularity {
    /** The provider's tokens as they come. */
    TOKEN,
    /** Whole words, each with the white space that follows it. */
    WORD,
    /** Whole lines, with their line feeds. */
    LINE,
    /** Whole sentences. */
    SENTENCE,
    /**
     * Of an answer that is a JSON array, each element when it is complete, as a {@link Chunk.Item}. Any other answer comes as
     * {@link Chunk.Text}.
     */
    JSON;

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
