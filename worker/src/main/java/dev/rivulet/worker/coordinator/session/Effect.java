package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.recovery.LostAttempt;

/** What a transition asks for beside the new state. */
public sealed interface Effect {

    /** Ask for an attempt through the log. It may run when the claim comes back as an input. */
    record Claim(AttemptClaimed claim) implements Effect {}

    /** Run this attempt, in this process. */
    record Dispatch(TurnJob job) implements Effect {}

    /** Stop the execution of this attempt, in whatever process it runs; it will still send its result. */
    record Stop(String owner, TurnId turn, int attempt) implements Effect {}

    /**
     * Show readers an event.
     *
     * @param about the turn, or the request where there is no turn
     */
    record Publish(TurnId about, ChunkEvent event) implements Effect {

        static Publish of(ChunkEvent.OfSession event) {
            return new Publish(event.about(), event);
        }
    }

    /** Tell a request what it asked. */
    record Reply(CoordinatorReply reply) implements Effect {}

    /**
     * Write the result of a turn that no execution will write one for. Readers are shown the end when it comes back as an
     * input: like every other, so that a crash in between loses nothing.
     */
    record Report(TurnFinished result) implements Effect {}

    /** The same for an attempt that was started: what it produced is to be found first. */
    record Recover(LostAttempt attempt) implements Effect {}

    /** The session is done with a turn. */
    record Ended(TurnFinished result) implements Effect {}

    /** The turn is over: whatever executes it here can be forgotten. */
    record Release(TurnId turn) implements Effect {}
}
