package dev.rivulet.gateway.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do. The name in lower case is how it is written in keys. */
public enum Scope {
    /** Submit prompts, and read their answers in the responses. */
    ASK,
    /** Read and follow sessions and turns. */
    READ,
    /** Stop turns. */
    CANCEL,
    /** Delete sessions. */
    FORGET,
    /** See what was used. */
    USAGE,
    /** See the metrics of the process. */
    ADMIN;

    /** Returns the scope that is written so. */
    public static Optional<Scope> parse(String code) {
        return Stream.of(values()).filter(scope -> scope.code().equals(code)).findFirst();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
