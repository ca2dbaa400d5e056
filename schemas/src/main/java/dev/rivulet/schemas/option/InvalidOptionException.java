package dev.rivulet.schemas.option;

/** A {@link ModelOption} has a value that it cannot have. The message is a sentence for the client. */
public final class InvalidOptionException extends IllegalArgumentException {

    /** What is wrong with it. */
    public enum Kind {
        UNKNOWN_FIELD,
        INVALID_TYPE,
        INVALID_VALUE,
        MISSING_VALUE,
        /** A text with half of a surrogate pair. */
        INVALID_TEXT,
        /** It is defined, and not supported here. */
        UNSUPPORTED_VALUE
    }

    /** Paths have names of users' schemas in them. */
    private static final int LONGEST_PATH = 200;

    private final Kind kind;
    private final String field;

    /** @param field its path from the options' root, such as {@code response_format.type} */
    InvalidOptionException(Kind kind, String field, String complaint) {
        super(shortened(field) + " " + complaint + ".");
        this.kind = kind;
        this.field = shortened(field);
    }

    /** Returns the option's name, with which the path begins. */
    public String option() {
        return field.split("[.\\[]", 2)[0];
    }

    private static String shortened(String path) {
        return path.codePointCount(0, path.length()) <= LONGEST_PATH
                ? path
                : path.substring(0, path.offsetByCodePoints(0, LONGEST_PATH)) + "...";
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the path from the options' root; it has no text of users but names in their schemas. */
    public String field() {
        return field;
    }
}
