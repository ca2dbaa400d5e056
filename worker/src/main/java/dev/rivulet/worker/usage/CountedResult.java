package dev.rivulet.worker.usage;

import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.result.Outcome;
import java.util.Objects;
import java.util.Optional;

/**
 * What is counted of a {@link dev.rivulet.schemas.result.TurnFinished}: all but its texts, which are not read.
 *
 * @param model null when it is not known
 * @param requestedBy null when it is not known
 */
record CountedResult(SessionId sessionId, TurnId turnId, int attempt, Outcome outcome, String model,
        RequestedBy requestedBy) {

    /** Of a model's name, in characters. A record with one of megabytes could not be written, nor anything after it. */
    private static final int LONGEST_NAME = 1_024;

    CountedResult {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(outcome, "outcome");
        model = model == null || model.length() > LONGEST_NAME ? null : model;
    }

    Optional<Usage> usage() {
        return Optional.ofNullable(switch (outcome) {
            case Outcome.Completed done -> done.usage();
            case Outcome.Failed error -> error.usage();
            case Outcome.Unknown later -> null;
        });
    }

    /** Returns what a second record about the same attempt has in common with this one. */
    Identity identity() {
        return new Identity(sessionId, turnId, attempt);
    }

    /** An attempt: after a crash its result may be in the log twice. */
    record Identity(SessionId session, TurnId turn, int attempt) {}

    /** Leaves out whose it is: safe for logs. */
    @Override
    public String toString() {
        return "CountedResult[turnId=" + turnId + ", attempt=" + attempt + "]";
    }
}
