package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.SessionPartition;
import java.util.Arrays;
import java.util.Optional;

/**
 * A turn and the partition of its records.
 *
 * @param session empty if only a cursor is known, which does not name the session
 */
public record TurnAddress(int partition, TurnId turn, Optional<SessionId> session) {

    public static TurnAddress of(SessionId session, TurnId turn, int partitions) {
        return new TurnAddress(SessionPartition.of(session, partitions), turn, Optional.of(session));
    }

    public static TurnAddress of(Cursor cursor) {
        return new TurnAddress(cursor.partition(), cursor.turn(), Optional.empty());
    }

    /**
     * Checks that a cursor is one of this turn.
     *
     * @throws ProblemException {@code cursor_of_another_turn}
     */
    public void requireMatch(Cursor cursor) {
        if (!cursor.turn().equals(turn) || cursor.partition() != partition) {
            throw new ProblemException(ProblemCode.CURSOR_OF_ANOTHER_TURN, "The cursor is not one of this turn.",
                    "cursor");
        }
    }

    /** Returns whether a record with this key can be about the turn. */
    boolean matchesKey(byte[] key) {
        return session.isEmpty()
                || Arrays.equals(session.get().keyBytes(), key);
    }
}
