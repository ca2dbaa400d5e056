package dev.rivulet.gateway.stream.shape;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the text of one event is made of. */
public enum Granularity {
    /** What the provider sent at once. */
    TOKEN,
    /** Words with the white space that follows them. */
    WORD,
    /** Lines with their line feed. */
    LINE,
    /** Sentences, by the rules of {@link Sentences}. */
    SENTENCE,
    /** The elements of an answer that is one JSON array. */
    JSON;

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Granularity> parse(String word) {
        return Arrays.stream(values()).filter(known -> known.wire().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Granularity::wire).collect(Collectors.joining(", "));
    }

    Chunker chunker(Seen seen) {
        return switch (this) {
            case TOKEN -> new TextChunker(seen, () -> String::length);
            case WORD -> new TextChunker(seen, Words::new);
            case LINE -> new TextChunker(seen, Lines::new);
            case SENTENCE -> new TextChunker(seen, Sentences::new);
            case JSON -> new ItemChunker(seen);
        };
    }
}
