package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.problem.ProblemException;

/** The data of an {@code error} event that is not a turn's own: in the same shape as those. */
record PlainError(String code, String message, boolean retryable) {

    /** The turn began anew: the text shown so far is void. A client that connects again gets the new attempt. */
    static final PlainError RESTARTED = new PlainError("restarted",
            "The answer began anew; drop the text so far and connect again.", true);

    static PlainError of(ProblemException problem) {
        return new PlainError(problem.code().code(), problem.getMessage(), problem.code().retryable());
    }
}
