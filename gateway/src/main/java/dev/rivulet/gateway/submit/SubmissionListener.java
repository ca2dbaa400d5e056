package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import java.util.Optional;

/**
 * Responds to a submission in the form of one API. Called on the loop. {@link #accepted} is called when the turn is
 * accepted; {@link #failed} otherwise, or after it if the reader could not be opened. {@link #finished} is always
 * called last.
 */
public interface SubmissionListener {

    /** Returns who submits, whose quotas are used. */
    Caller caller();

    /**
     * Makes the reader of a turn, without opening it; empty if the response has no events. Called once more if the
     * submission's key stands for an earlier turn.
     *
     * @throws dev.rivulet.gateway.problem.ProblemException if the submission is refused; nothing is published then
     */
    Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn);

    /** The submission's key stands for an earlier turn, which is looked up in the log next. */
    default void repeated(SubmittedTurn earlier) {}

    /** The turn is accepted: Kafka has its prompt. Its reader is opened next. */
    void accepted(SubmittedTurn turn);

    /**
     * The turn was not accepted, or could not be read.
     *
     * @param failure a {@link dev.rivulet.gateway.problem.ProblemException}, such as {@code idempotency_conflict} or
     *     {@code not_confirmed}, or a fault
     */
    void failed(Throwable failure);

    /** The submission has been processed: its reader is open, or it has failed. */
    default void finished() {}
}
