package dev.rivulet.schemas;

/**
 * The finish reason that Rivulet adds to those of providers ({@code stop}, {@code length}, {@code content_filter},
 * ...). Theirs are passed on unchanged, so a finish reason is text.
 */
public final class FinishReason {

    /** The turn was cancelled. Its text is what had been produced until then. */
    public static final String CANCELLED = "cancelled";

    private FinishReason() {}
}
