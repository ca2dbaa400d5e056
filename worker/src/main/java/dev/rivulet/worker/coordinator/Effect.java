package dev.rivulet.worker.coordinator;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;

/** What a transition asks for beside the new state. */
sealed interface Effect {

    /** Run this attempt, in this process. */
    record Dispatch(TurnJob job) implements Effect {}

    /** Stop the execution of this attempt; it will still send its result. */
    record Stop(TurnId turn, int attempt) implements Effect {}

    /** Show readers how the turn ended. */
    record Publish(TurnId turn, ChunkEvent.Terminal terminal) implements Effect {}

    /** Write the result of a turn that no execution will write one for. */
    record Report(TurnFinished result) implements Effect {}

    /** An execution's result closed its turn. */
    record Closed(TurnFinished result) implements Effect {}

    /** The turn is over: whatever executes it here can be forgotten. */
    record Release(TurnId turn) implements Effect {}
}
