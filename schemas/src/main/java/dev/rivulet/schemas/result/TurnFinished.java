package dev.rivulet.schemas.result;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.event.TurnInput;
import java.util.List;
import java.util.Objects;

/**
 * The result of a turn, with its whole text: the records of the topic {@code turn-results}, keyed by session. Written
 * by the execution, or by the coordinator for a turn that no execution ended.
 *
 * @param attempt the attempt of this result; 0 when none was started. The result of an attempt that was given up is
 *            void
 * @param owner the worker that wrote it, or {@link #COORDINATOR}
 * @param seq how many {@linkplain ChunkEvent.Part pieces} the attempt published
 * @param text all of the attempt's text; of an attempt whose worker was lost as much as could be read and written;
 *            empty when Kafka takes no record of that size
 * @param length the length of the text that the attempt published, in UTF-16 code units, which can be more than that of
 *            {@code text}; never null: records without it have all of their text
 * @param model the requested model; null when no attempt started
 * @param provider the provider that was asked last; null when no attempt started
 * @param timings {@link Timings#UNKNOWN} when they are not known
 * @param input what the turn was asked, long texts {@linkplain TurnInput#atMost shortened}: what a reader of past turns
 *            needs beside the text. Null when nothing of the turn is to be remembered, when it is not known, and in
 *            records of earlier versions
 * @param requestedBy who asked for the turn; null when the caller was not authenticated, when it is not known, and in
 *            records of earlier versions
 * @param parts what the attempt produced beside text, as far as it could be read and written; null when that is nothing
 */
public record TurnFinished(SessionId sessionId, TurnId turnId, int attempt, String owner, Outcome outcome, long seq,
        String text, Long length, String model, String provider, Timings timings, TurnInput input,
        RequestedBy requestedBy, List<AnswerPart> parts) {

    /** The owner of a result that the coordinator wrote, for a turn that no execution ended. */
    public static final String COORDINATOR = "coordinator";

    /** @throws IllegalArgumentException when {@code attempt}, {@code seq} or {@code length} is negative */
    public TurnFinished {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(timings, "timings");
        parts = AnswerPart.known(parts);
        length = length == null ? Long.valueOf(text.length()) : length;
        if (attempt < 0 || seq < 0 || length < 0) {
            throw new IllegalArgumentException("attempt, seq and length cannot be negative");
        }
    }

    /** Makes the result of an attempt whose whole text is at hand. */
    public TurnFinished(SessionId sessionId, TurnId turnId, int attempt, String owner, Outcome outcome, long seq,
            String text, String model, String provider, Timings timings) {
        this(sessionId, turnId, attempt, owner, outcome, seq, text, null, model, provider, timings, null, null,
                null);
    }

    /** Returns the same with what the turn was asked. */
    public TurnFinished withInput(TurnInput asked) {
        return new TurnFinished(sessionId, turnId, attempt, owner, outcome, seq, text, length, model, provider, timings,
                asked, requestedBy, parts);
    }

    /** Returns the same with who asked for the turn; null: nobody knows. */
    public TurnFinished by(RequestedBy caller) {
        return new TurnFinished(sessionId, turnId, attempt, owner, outcome, seq, text, length, model, provider, timings,
                input, caller, parts);
    }

    /** Returns the same with another outcome. */
    public TurnFinished with(Outcome other) {
        return new TurnFinished(sessionId, turnId, attempt, owner, other, seq, text, length, model, provider, timings,
                input, requestedBy, parts);
    }

    /** Returns the same with what the attempt produced beside text; null: nothing. */
    public TurnFinished withParts(List<AnswerPart> others) {
        return new TurnFinished(sessionId, turnId, attempt, owner, outcome, seq, text, length, model, provider, timings,
                input, requestedBy, others);
    }

    /** Returns the same without the text of what the turn was asked. */
    public TurnFinished withoutInputText() {
        return input == null ? this : withInput(input.withoutText());
    }

    public SessionTurn sessionTurn() {
        return new SessionTurn(sessionId, turnId);
    }

    /** Returns whether the coordinator wrote it. */
    public boolean byCoordinator() {
        return owner.equals(COORDINATOR);
    }

    /**
     * Returns the terminal event that readers get for this result. Readers of past turns are told the same, so that
     * both have the same times.
     */
    public ChunkEvent.Terminal terminal() {
        Timings known = timings.equals(Timings.UNKNOWN) ? null : timings;
        return switch (outcome) {
            case Outcome.Completed done -> new Done(attempt, seq, done.finishReason(), done.usage(), length,
                    timings, AnswerPart.kinds(parts));
            case Outcome.Failed error ->
                new TurnError(attempt, seq, error.code(), error.message(), error.retryable(), error.retryAfterMs(),
                        length, known, error.usage());
            case Outcome.Unknown later -> new TurnError(attempt, seq, ErrorCode.INTERNAL.code(),
                    "The turn ended in a way that only a later version of Rivulet knows.",
                    ErrorCode.INTERNAL.retryable(), null, length, known);
        };
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "TurnFinished[turnId=" + turnId + ", attempt=" + attempt + ", owner="
                + owner + ", outcome=" + outcome + ", seq=" + seq + "]";
    }
}
