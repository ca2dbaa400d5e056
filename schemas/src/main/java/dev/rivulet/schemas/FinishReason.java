package dev.rivulet.schemas;

/**
 * The finish reason that Rivulet adds to those of providers ({@code stop}, {@code length}, {@code content_filter},
 * ...). Theirs are passed on unchanged, so a finish reason is text.
 */
public final class FinishReason {

    /** The turn was cancelled. Its text is what had been produced until then. */
    public static final String CANCELLED = "cancelled";

    /** A provider's: the model asks for tools to be called, and the answer ends with that. */
    public static final String TOOL_CALLS = "tool_calls";

    private FinishReason() {}
}
