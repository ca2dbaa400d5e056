package dev.rivulet.schemas.result;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import java.util.Objects;

/**
 * How a turn ended, with its whole text: the records of the topic {@code turn-results}, keyed by session. Written by the
 * execution, or by the coordinator for a turn that ended without one ({@code attempt} of a turn never started is 0).
 *
 * @param attempt the attempt this is the result of; the result of an attempt that has been given up is void
 * @param owner the worker that wrote it
 * @param seq how many deltas the attempt published
 * @param text all of the attempt's text
 * @param model the model asked for; null when no attempt started
 * @param provider the provider that answered; null when no attempt started
 */
public record TurnFinished(SessionId sessionId, TurnId turnId, int attempt, String owner, Outcome outcome, long seq,
        String text, String model, String provider, Timings timings) {

    /** The owner of a result that the coordinator wrote, for a turn that no execution ended. */
    public static final String COORDINATOR = "coordinator";

    public TurnFinished {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(timings, "timings");
    }

    /** Whether the coordinator wrote it, so that it tells the coordinator nothing new. */
    public boolean byCoordinator() {
        return owner.equals(COORDINATOR);
    }

    /** The event that shows readers this result. */
    public ChunkEvent.Terminal terminal() {
        return switch (outcome) {
            case Outcome.Completed done -> new Done(attempt, seq, done.finishReason(), done.usage(), text.length(),
                    timings);
            case Outcome.Broken error -> new TurnError(attempt, seq, error.code(), error.message(), error.retryable(),
                    text.length());
        };
    }

    /** Leaves out the model's words: safe for logs. */
    @Override
    public String toString() {
        return "TurnFinished[sessionId=" + sessionId + ", turnId=" + turnId + ", attempt=" + attempt + ", owner="
                + owner + ", outcome=" + outcome + ", seq=" + seq + "]";
    }
}
