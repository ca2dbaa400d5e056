package dev.rivulet.schemas;

/**
 * Why a turn is {@code done}. Providers bring their own reasons ({@code stop}, {@code length}, {@code content_filter},
 * ...), which are passed on as they are; so this is text, and only the reason Rivulet adds has a name here.
 */
public final class FinishReason {

    /** The turn was cancelled; its text is what had been produced by then. */
    public static final String CANCELLED = "cancelled";

    private FinishReason() {}
}
