package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;

/** A record of a turn. Readers that want no other shape are shown it unchanged. */
public sealed interface TurnRecord extends ChunkRecord, TurnEvent {

    /** An attempt starts. */
    record Started(long offset, TurnId turn, int attempt, byte[] value) implements TurnRecord {

        @Override
        public ShownType shownType() {
            return ShownType.STARTED;
        }

        /** Parses the data, for each call. */
        public dev.rivulet.schemas.event.Started data() {
            return Json.read(value, dev.rivulet.schemas.event.Started.class);
        }
    }

    /** The next piece of text. */
    record Delta(long offset, TurnId turn, int attempt, byte[] value) implements TurnRecord, TurnEvent.Delta {

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

    /** The turn ended without a fault; this includes cancelled turns. */
    record Done(long offset, TurnId turn, int attempt, byte[] value) implements TurnRecord, TurnEvent.End {

        @Override
        public ShownType shownType() {
            return ShownType.DONE;
        }

        @Override
        public dev.rivulet.schemas.event.Done data() {
            return Json.read(value, dev.rivulet.schemas.event.Done.class);
        }
    }

    /** The turn failed. */
    record Failed(long offset, TurnId turn, int attempt, byte[] value) implements TurnRecord, TurnEvent.End {

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
