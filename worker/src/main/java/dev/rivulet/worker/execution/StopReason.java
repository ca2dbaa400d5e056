package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;

/** Why an execution is stopped before its provider has finished. */
sealed interface StopReason {

    /** Someone cancelled the turn. */
    record Cancelled() implements StopReason {}

    /** One of the time-outs passed. */
    record TimedOut(ErrorCode code, String message) implements StopReason {}

    /** The answer grew beyond its bound. */
    record TooLong(int maxChars) implements StopReason {}

    /** The process ends, or the attempt has been given up: no result is to be sent. */
    record Abandoned() implements StopReason {}
}
