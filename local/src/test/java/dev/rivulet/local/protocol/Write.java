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

    Partition partition();

    record StoreConversation(Conversation conversation) implements Write {

        @Override
        public Partition partition() {
            return Partition.CONVERSATIONS;
        }
    }

    record StoreTurns(ActiveTurns turns) implements Write {

        @Override
        public Partition partition() {
            return Partition.ACTIVE_TURNS;
        }
    }

    record Publish(ChunkEvent event) implements Write {

        @Override
        public Partition partition() {
            return Partition.EVENTS;
        }
    }

    record Append(Command command) implements Write {

        @Override
        public Partition partition() {
            return Partition.COMMANDS;
        }
    }

    record Report(TurnFinished end) implements Write {

        @Override
        public Partition partition() {
            return Partition.RESULTS;
        }
    }

    record Stop(String owner, int attempt) implements Write {

        @Override
        public Partition partition() {
            return Partition.STOP_NOTICES;
        }
    }

    /** A job for another worker. */
    record Job(String owner, int attempt) implements Write {

        @Override
        public Partition partition() {
            return Partition.JOBS;
        }
    }

    /** The question whether another worker has an attempt. */
    record Check(String owner, int attempt) implements Write {

        @Override
        public Partition partition() {
            return Partition.JOBS;
        }
    }

    record Seal(int attempt) implements Write {

        @Override
        public Partition partition() {
            return Partition.RECOVERY;
        }
    }

    /** The end of a lost attempt; how many deltas it has is read from the log when it is written. */
    record ReportLost(LostAttempt lost) implements Write {

        @Override
        public Partition partition() {
            return Partition.RECOVERY;
        }
    }
}
