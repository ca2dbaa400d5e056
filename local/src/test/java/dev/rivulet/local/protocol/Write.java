package dev.rivulet.local.protocol;

import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.recovery.LostAttempt;

/** What a coordinator wrote and Kafka does not have yet. Writes of one partition arrive in their order, or are lost. */
sealed interface Write {

    /** Where a coordinator writes to. */
    enum Partition {
        CONVERSATIONS,
        ACTIVE_TURNS,
        EVENTS,
        COMMANDS,
        RESULTS,
        STOP_NOTICES,
        JOBS,
        /** Of the thread that seals and reads lost attempts: a seal goes before what is read behind it. */
        RECOVERY
    }

    /** Returns where it is written to. */
    default Partition partition() {
        return switch (this) {
            case StoreConversation conversation -> Partition.CONVERSATIONS;
            case StoreTurns turns -> Partition.ACTIVE_TURNS;
            case Publish event -> Partition.EVENTS;
            case Append command -> Partition.COMMANDS;
            case Report end -> Partition.RESULTS;
            case Stop notice -> Partition.STOP_NOTICES;
            case Job job -> Partition.JOBS;
            case Check question -> Partition.JOBS;
            case Seal seal -> Partition.RECOVERY;
            case ReportLost end -> Partition.RECOVERY;
        };
    }

    record StoreConversation(Conversation conversation) implements Write {}

    record StoreTurns(ActiveTurns turns) implements Write {}

    record Publish(ChunkEvent event) implements Write {}

    record Append(Command command) implements Write {}

    record Report(TurnFinished end) implements Write {}

    record Stop(String owner, int attempt) implements Write {}

    /** A job for another worker. */
    record Job(String owner, int attempt) implements Write {}

    /** The question whether another worker has an attempt. */
    record Check(String owner, int attempt) implements Write {}

    record Seal(int attempt) implements Write {}

    /** The end of a lost attempt; how many deltas it has is read from the log when it is written. */
    record ReportLost(LostAttempt lost) implements Write {}
}
