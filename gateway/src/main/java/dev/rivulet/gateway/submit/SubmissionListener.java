package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import java.util.Optional;

/** How an API answers a submission. Called on the loop; either {@link #accepted} or {@link #failed} is called, once. */
public interface SubmissionListener {

    /**
     * Makes the reader of a turn, which is not opened yet; empty if the submission is answered without events. Called again
     * if the key stands for another turn than the one that was submitted.
     */
    Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn);

    /** The turn is accepted: Kafka has its prompt. The reader is opened next. */
    void accepted(SubmittedTurn turn);

    /**
     * The turn was not accepted, or could not be found again.
     *
     * @param failure a {@link dev.rivulet.gateway.problem.ProblemException}, such as {@code idempotency_conflict} or {@code
     *     not_confirmed}, or a fault
     */
    void failed(Throwable failure);
}
