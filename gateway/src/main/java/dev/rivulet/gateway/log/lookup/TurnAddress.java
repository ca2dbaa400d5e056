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
 * Which turn, and where its records are.
 *
 * @param session empty when only a cursor is known, which does not name it
 */
public record TurnAddress(int partition, TurnId turn, Optional<SessionId> session) {

    public static TurnAddress of(SessionId session, TurnId turn, int partitions) {
        return new TurnAddress(SessionPartition.of(session, partitions), turn, Optional.of(session));
    }

    public static TurnAddress of(Cursor cursor) {
        return new TurnAddress(cursor.partition(), cursor.turn(), Optional.empty());
    }

    /** @throws ProblemException {@code cursor_of_another_turn} */
    public void requireMine(Cursor cursor) {
        if (!cursor.turn().equals(turn) || cursor.partition() != partition) {
            throw new ProblemException(ProblemCode.CURSOR_OF_ANOTHER_TURN, "The cursor is not one of this turn.",
                    "cursor");
        }
    }

    /** Whether a record with this key can be about the turn. */
    boolean admits(byte[] key) {
        return session.isEmpty()
                || Arrays.equals(session.get().keyBytes(), key);
    }
}
