package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.result.Outcome;
import java.util.Optional;

/** Why an execution is stopped before its provider has finished. */
sealed interface StopReason {

    /** Someone cancelled the turn. */
    record Cancelled() implements StopReason {}

    /** One of the time-outs passed. */
    record TimedOut(ErrorCode code, String message) implements StopReason {}

    /** The completion grew beyond its bound. */
    record TooLong(int maxChars) implements StopReason {}

    /** The executions of this process hold more memory than they may, and this one is the youngest. */
    record OutOfMemory() implements StopReason {}

    /** Kafka refused one of the events: readers would see a gap. */
    record Unwritable() implements StopReason {}

    /** The process ends, or the attempt has been given up: no result is to be written. */
    record Abandoned() implements StopReason {}

    /** Returns whether the attempt ends because the provider sent nothing. */
    default boolean blamesProvider() {
        return this instanceof TimedOut timeout
                && (timeout.code() == ErrorCode.FIRST_TOKEN_TIMEOUT || timeout.code() == ErrorCode.IDLE_TIMEOUT);
    }

    /** Returns how the attempt ends; empty when no result is to be written. */
    default Optional<Outcome> outcome() {
        return switch (this) {
            case Cancelled c -> Optional.of(Outcome.cancelled());
            case TimedOut timeout -> Optional.of(Outcome.failed(timeout.code(), timeout.message()));
            case TooLong tooLong -> Optional.of(Outcome.failed(ErrorCode.ANSWER_TOO_LONG,
                    "The answer is longer than " + tooLong.maxChars() + " characters."));
            case OutOfMemory m -> Optional.of(Outcome.failed(ErrorCode.WORKER_OVERLOADED,
                    "The worker has no memory for the rest of the answer."));
            case Unwritable u -> Optional.of(
                    Outcome.failed(ErrorCode.INTERNAL, "Part of the answer could not be written to Kafka."));
            case Abandoned a -> Optional.empty();
        };
    }
}
