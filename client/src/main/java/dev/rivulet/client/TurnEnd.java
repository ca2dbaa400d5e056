package dev.rivulet.client;

/** The end of a turn that did not fail. Failures are {@link RivuletException}s. */
public sealed interface TurnEnd {

    /** The finish reason of a cancelled turn. */
    String CANCELLED = "cancelled";

    /** Returns the attempt whose text counts; 0 if the turn ended before its first attempt. */
    int attempt();

    /** Returns the token counts; null if no provider was asked. */
    Usage usage();

    /** Returns the length of the whole text, in UTF-16 code units. */
    long length();

    Timings timings();

    /** Returns the provider's finish reason, or {@code cancelled}. */
    String finishReason();

    /** The provider finished: {@code stop}, {@code length}, {@code content_filter}, ... */
    record Done(int attempt, String finishReason, Usage usage, long length, Timings timings) implements TurnEnd {}

    /** The turn was cancelled; its text so far counts. */
    record Cancelled(int attempt, Usage usage, long length, Timings timings) implements TurnEnd {

        @Override
        public String finishReason() {
            return CANCELLED;
        }
    }
}
