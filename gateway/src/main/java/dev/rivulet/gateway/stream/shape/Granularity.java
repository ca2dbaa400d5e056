package dev.rivulet.gateway.stream.shape;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The units of text that the events of a stream consist of. */
public enum Granularity {
    /** The deltas as the provider sent them. */
    TOKEN,
    /** Words with the white space that follows them. */
    WORD,
    /** Lines with their line feed. */
    LINE,
    /** Sentences, by the rules of {@link SentenceSplitter}. */
    SENTENCE,
    /** The elements of an answer that is one JSON array. */
    JSON;

    /** Returns the name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the granularity with a name on the wire; empty if there is none. */
    static Optional<Granularity> parse(String name) {
        return Arrays.stream(values()).filter(known -> known.wire().equals(name)).findFirst();
    }

    /** Returns all names on the wire, separated by commas. */
    static String names() {
        return Arrays.stream(values()).map(Granularity::wire).collect(Collectors.joining(", "));
    }

    /** @param maxBytes the most text without the end of a unit that is held back; then it is shown as it is */
    Chunker chunker(LastSeen lastSeen, int maxBytes) {
        return switch (this) {
            case TOKEN -> new TextChunker(lastSeen, Splitter::everywhere, maxBytes);
            case WORD -> new TextChunker(lastSeen, Splitter.Words::new, maxBytes);
            case LINE -> new TextChunker(lastSeen, Splitter::lines, maxBytes);
            case SENTENCE -> new TextChunker(lastSeen, SentenceSplitter::new, maxBytes);
            case JSON -> new ItemChunker(lastSeen, maxBytes);
        };
    }
}
