package dev.rivulet.testkit.guarantee;

import java.util.OptionalInt;

/** An event of a turn, read independently of the module under test: an oracle that shares no code with it. */
public sealed interface TurnEvent {

    int attempt();

    /** @param continues null if the attempt begins the answer */
    record Started(int attempt, String model, String provider, Continues continues) implements TurnEvent {

        public Started(int attempt, String model, String provider) {
            this(attempt, model, provider, null);
        }
    }

    /** How many deltas of earlier attempts stand, and the length of their text in UTF-16 code units. */
    record Continues(int seq, int length) {}

    /**
     * A piece of what the model says.
     *
     * @param content its text; empty for a piece of something else, such as reasoning
     */
    record Delta(int attempt, int seq, String content) implements TurnEvent {}

    /** The end of a turn: {@code seq} follows that of the last delta, {@code length} is in UTF-16 code units. */
    sealed interface Terminal extends TurnEvent {

        /** Empty if the event has none, for example because the worker was lost. */
        OptionalInt seq();

        OptionalInt length();
    }

    record Done(int attempt, OptionalInt seq, OptionalInt length, String finishReason) implements Terminal {}

    record Failed(int attempt, OptionalInt seq, OptionalInt length, String code, String message, boolean retryable)
            implements
                Terminal {}
}
