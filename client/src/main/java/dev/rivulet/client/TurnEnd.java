package dev.rivulet.client;

/** How a turn ended that did not fail. Ends of other kinds are {@link RivuletException}s. */
public sealed interface TurnEnd {

    /** What ends a turn that somebody stopped. */
    String CANCELLED = "cancelled";

    /** The attempt whose text counts; 0 when the turn ended before one began. */
    int attempt();

    /** Null when the provider did not say. */
    Usage usage();

    /** The length of the whole text, in UTF-16 code units. */
    long length();

    Timings timings();

    /** The provider's own word for why it stopped, or {@code cancelled}. */
    String finishReason();

    /** The provider said that it had finished: {@code stop}, {@code length}, {@code content_filter}, ... */
    record Done(int attempt, String finishReason, Usage usage, long length, Timings timings) implements TurnEnd {}

    /** Somebody cancelled it; what had been produced by then is its text. */
    record Cancelled(int attempt, Usage usage, long length, Timings timings) implements TurnEnd {

        @Override
        public String finishReason() {
            return CANCELLED;
        }
    }
}
