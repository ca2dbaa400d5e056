package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.util.Optional;

/** A record of a turn. */
public sealed interface TurnRecord extends ChunkRecord {

    /** Returns the attempt; 0 when the turn ended without one. */
    int attempt();

    /** Returns the seq of the piece that follows in the attempt; 0 for a record that is no start and no piece. */
    default long nextSeq() {
        return switch (this) {
            case Part part -> part.seq() + 1;
            case Started started ->
                started.continued().map(dev.rivulet.schemas.event.Started.Continues::seq).orElse(0L);
            case Sealed hidden -> 0;
            case TurnEvent.End end -> 0;
        };
    }

    /** A record that readers may be shown: unchanged, if they want no other shape. */
    sealed interface Shown extends TurnRecord, TurnEvent permits Started, Part, Done, Failed {}

    /** A piece of what the model says. */
    sealed interface Part extends Shown permits Delta, Reasoning, ToolCall {

        /** Returns the number of this piece in its attempt, from 0; negative if the data cannot be read. */
        long seq();
    }

    /** An attempt was given up: nothing of it counts from here on. Readers are not shown it. */
    record Sealed(long offset, long timestamp, TurnId turn, int attempt, byte[] value) implements TurnRecord {}

    /** An attempt starts. */
    record Started(long offset, long timestamp, TurnId turn, int attempt, byte[] value) implements Shown {

        @Override
        public ShownType shownType() {
            return ShownType.STARTED;
        }

        /** Parses the data, for each call. */
        public dev.rivulet.schemas.event.Started data() {
            return Json.read(value, dev.rivulet.schemas.event.Started.class);
        }

        /** Returns what the attempt continues; empty if it begins the answer. Parses the data of later attempts. */
        public Optional<dev.rivulet.schemas.event.Started.Continues> continued() {
            if (attempt <= 1) {
                return Optional.empty();
            }
            try {
                return Optional.ofNullable(data().continues());
            } catch (UnreadableRecordException unreadable) {
                return Optional.empty();
            }
        }
    }

    /** The next piece of text. */
    record Delta(long offset, long timestamp, TurnId turn, int attempt, long seq, byte[] value)
            implements
                Part,
                TurnEvent.Delta {

        @Override
        public ShownType shownType() {
            return ShownType.DELTA;
        }

        @Override
        public String content() {
            return DeltaContent.of(value);
        }

        @Override
        public dev.rivulet.schemas.event.Delta data() {
            return Json.read(value, dev.rivulet.schemas.event.Delta.class);
        }
    }

    /** The next piece of the model's reasoning. */
    record Reasoning(long offset, long timestamp, TurnId turn, int attempt, long seq, byte[] value)
            implements
                Part,
                TurnEvent.Other {

        @Override
        public ShownType shownType() {
            return ShownType.REASONING;
        }

        @Override
        public dev.rivulet.schemas.event.Reasoning data() {
            return Json.read(value, dev.rivulet.schemas.event.Reasoning.class);
        }
    }

    /** The next piece of a tool call. */
    record ToolCall(long offset, long timestamp, TurnId turn, int attempt, long seq, byte[] value)
            implements
                Part,
                TurnEvent.Other {

        @Override
        public ShownType shownType() {
            return ShownType.TOOL_CALL;
        }

        @Override
        public dev.rivulet.schemas.event.ToolCall data() {
            return Json.read(value, dev.rivulet.schemas.event.ToolCall.class);
        }
    }

    /** The turn ended without a fault; this includes cancelled turns. */
    record Done(long offset, long timestamp, TurnId turn, int attempt,
            byte[] value) implements Shown, TurnEvent.End {

        @Override
        public ShownType shownType() {
            return ShownType.DONE;
        }

        @Override
        public dev.rivulet.schemas.event.Done data() {
            return Json.read(value, dev.rivulet.schemas.event.Done.class);
        }

        /** Returns how many pieces the attempt has; negative if the data cannot be read. */
        long seq() {
            return SeqField.of(value);
        }

        /** Returns the end as it is shown to readers who could not be shown all of those pieces. */
        Failed incomplete() {
            Optional<dev.rivulet.schemas.event.Done> done = readable();
            TurnError error = new TurnError(attempt, Math.max(0, seq()), ErrorCode.INTERNAL.code(),
                    "Part of the answer is missing in Kafka.", true, null,
                    done.map(dev.rivulet.schemas.event.Done::length).orElse(0L),
                    done.map(dev.rivulet.schemas.event.Done::timings).orElse(null));
            return new Failed(offset, timestamp, turn, attempt, Json.write(error));
        }

        private Optional<dev.rivulet.schemas.event.Done> readable() {
            try {
                return Optional.of(data());
            } catch (UnreadableRecordException unreadable) {
                return Optional.empty();
            }
        }
    }

    /** The turn failed. */
    record Failed(long offset, long timestamp, TurnId turn, int attempt,
            byte[] value) implements Shown, TurnEvent.End {

        @Override
        public ShownType shownType() {
            return ShownType.ERROR;
        }

        @Override
        public TurnError data() {
            return Json.read(value, TurnError.class);
        }
    }
}
