package dev.rivulet.client;

import java.util.Locale;

/** How the server cuts the text into chunks. No text is lost: an incomplete rest comes before the end. */
public enum Granularity {
    /** The provider's tokens, unchanged. */
    TOKEN,
    /** Whole words, each with the white space after it. */
    WORD,
    /** Whole lines, with their line feeds. */
    LINE,
    /** Whole sentences. */
    SENTENCE,
    /**
     * Each complete element of an answer that is a JSON array, or member of one that is a JSON object, as {@link
     * Chunk.Item}. Any other answer comes as {@link Chunk.Text}.
     */
    JSON;

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
