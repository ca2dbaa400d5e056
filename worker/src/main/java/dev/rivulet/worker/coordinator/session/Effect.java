package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.recovery.LostAttempt;
import java.util.List;

/** What the coordinator has to do after it stored the new state. */
public sealed interface Effect {

    /** Write a claim for an attempt to the log. The attempt may run when the claim comes back as an input. */
    record Claim(AttemptClaimed claim) implements Effect {}

    /** Have this attempt run by its owner: in this process, or in another one that is sent the job. */
    record Dispatch(String owner, TurnJob job) implements Effect {}

    /** Ask another worker whether it has this attempt. If not, it gives it up: the job was lost. */
    record Check(String owner, TurnId turn, int attempt) implements Effect {}

    /** Stop the execution of this attempt, in whatever process it runs. It still writes its result. */
    record Stop(String owner, TurnId turn, int attempt) implements Effect {}

    /**
     * Publish an event for readers.
     *
     * @param about the turn; the request for an event that is about no turn
     */
    record Publish(TurnId about, ChunkEvent event) implements Effect {

        static Publish of(ChunkEvent.OfSession event) {
            return new Publish(event.about(), event);
        }
    }

    /** Publish the reply to a request. */
    record Reply(CoordinatorReply reply) implements Effect {}

    /**
     * The same, with turns of the index.
     *
     * @param page which turns
     * @param remembered the turns that are in the session's memory
     */
    record ReplyWithTurns(SessionState reply, TurnPage page, List<TurnId> remembered) implements Effect {}

    /**
     * Write the result of a turn for which no execution will write one. The terminal is published when the result comes
     * back as an input, as with every other result: a crash in between loses nothing.
     */
    record Report(TurnFinished result) implements Effect {}

    /** The same for an attempt that was started: what it produced is read from the log first. */
    record Recover(LostAttempt attempt) implements Effect {}

    /** A turn has ended: count it. */
    record Ended(TurnFinished result) implements Effect {}

    /** The turn has ended: this process can drop its execution. */
    record Release(TurnId turn) implements Effect {}
}
