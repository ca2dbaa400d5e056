package dev.rivulet.gateway;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;

/** Makes events and records for tests. */
public final class Chunks {

    public static final Usage USAGE = new Usage(3, 5, 8);
    public static final Timings TIMINGS = new Timings(1, 2L, 3);

    /** The turn of events whose turn does not matter, and its session. */
    public static final TurnId TURN = new TurnIds().next();
    /** The timestamp of every record, in milliseconds since the epoch. */
    public static final long TIMESTAMP = 1_700_000_000_000L;
    public static final OwnedSession OWNED_SESSION = Principal.ANONYMOUS.session("s");
    public static final SessionId SESSION = OWNED_SESSION.key();

    private Chunks() {}

    /** Names a turn of that session. */
    public static SessionTurn named(TurnId turn) {
        return OWNED_SESSION.turn(turn);
    }

    public static Started started(int attempt) {
        return new Started(attempt, "gpt-4o-mini", "fake");
    }

    public static Done done(int attempt, long seq, String reason, long length) {
        return new Done(attempt, seq, reason, USAGE, length, TIMINGS);
    }

    public static TurnError failed(int attempt, long seq, String code) {
        return new TurnError(attempt, seq, code, "It broke.", true, null, 0, TIMINGS);
    }

    public static ChunkRecord record(long offset, ChunkEvent event) {
        return record(offset, TURN, event);
    }

    public static ChunkRecord record(long offset, TurnId turn, ChunkEvent event) {
        return ChunkRecord.of(offset, TIMESTAMP, new ChunkHeaders(turn, EventType.of(event), event.attempt()),
                Json.write(event));
    }

    /** Makes a record that readers of a turn are shown. */
    public static TurnRecord.Shown turnRecord(long offset, ChunkEvent event) {
        return (TurnRecord.Shown) record(offset, event);
    }

    public static TurnRecord.Shown delta(long offset, String text) {
        return turnRecord(offset, new Delta(1, offset, text));
    }
}
