package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.Generation;
import dev.rivulet.schemas.topic.SessionPartition;
import java.util.Arrays;

/**
 * A turn and the partition of its records.
 *
 * @param cursorPartition the number by which cursors name the partition; see {@link Generation}
 */
public record TurnAddress(int partition, int cursorPartition, OwnedSession session, TurnId turn) {

    public static TurnAddress of(OwnedSession session, TurnId turn, Topics topics) {
        int partition = SessionPartition.of(session.key(), topics.partitions());
        return new TurnAddress(partition, Generation.number(topics.generation(), partition), session, turn);
    }

    /** Returns what the turn is called in Kafka. */
    SessionTurn sessionTurn() {
        return session.turn(turn);
    }

    /**
     * Checks that a cursor is one of this turn.
     *
     * @throws ProblemException {@code cursor_of_another_turn}, or {@code cursor_of_another_session} if it cannot be one
     *     of this session
     */
    public void requireMatch(Cursor cursor) {
        if (!cursor.turn().equals(turn)) {
            throw new ProblemException(ProblemCode.CURSOR_OF_ANOTHER_TURN, "The cursor is not one of this turn.",
                    "cursor");
        }
        if (cursor.partition() != cursorPartition) {
            throw cursorOfAnotherSession();
        }
    }

    static ProblemException cursorOfAnotherSession() {
        return new ProblemException(ProblemCode.CURSOR_OF_ANOTHER_SESSION, "The cursor is not one of this session.",
                "cursor");
    }

    /** Returns whether a record with this key can be about the turn. */
    boolean matchesKey(byte[] key) {
        return Arrays.equals(session.key().keyBytes(), key);
    }
}
