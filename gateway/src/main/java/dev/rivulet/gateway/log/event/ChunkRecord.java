package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;

/** One record of {@code chunk-events}. */
public sealed interface ChunkRecord permits TurnRecord, SessionRecord {

    /** Returns the record's offset in its partition. */
    long offset();

    /** Returns the turn that the record is about; for {@link SessionRecord.Forgotten}, the id of the request. */
    TurnId turn();

    /** Returns the data: one line of JSON in UTF-8. Readers share the array; it must not be changed. */
    byte[] value();

    /**
     * Makes the type of record that its headers name. Parses nothing of the value but the seq of a piece.
     *
     * @param timestamp the record's, in milliseconds since the epoch
     */
    static ChunkRecord of(long offset, long timestamp, ChunkHeaders headers, byte[] value) {
        TurnId turn = headers.turn();
        int attempt = headers.attempt();
        return switch (headers.type()) {
            case STARTED -> new TurnRecord.Started(offset, timestamp, turn, attempt, value);
            case DELTA -> new TurnRecord.Delta(offset, timestamp, turn, attempt, SeqField.of(value), value);
            case REASONING ->
                new TurnRecord.Reasoning(offset, timestamp, turn, attempt, SeqField.of(value), value);
            case TOOL_CALL -> new TurnRecord.ToolCall(offset, timestamp, turn, attempt, SeqField.of(value), value);
            case SEALED -> new TurnRecord.Sealed(offset, timestamp, turn, attempt, value);
            case DONE -> new TurnRecord.Done(offset, timestamp, turn, attempt, value);
            case ERROR -> new TurnRecord.Failed(offset, timestamp, turn, attempt, value);
            case QUEUED -> new SessionRecord.Queued(offset, turn, value);
            case PROMPT -> new SessionRecord.Prompt(offset, turn, value);
            case FORGOTTEN -> new SessionRecord.Forgotten(offset, turn, value);
        };
    }
}
