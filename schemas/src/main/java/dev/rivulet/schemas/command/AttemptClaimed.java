package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A worker claims an attempt of a turn. It may start the attempt when it reads this record back; of several claims to
 * one attempt, the first in the log counts. Written and read by workers.
 *
 * @param attempt from 1
 * @param owner the worker that claims it
 * @param term tells this claim from those that the same worker wrote before the session's partition was assigned to it
 *            again
 * @param generation of the consumer group when the partition was assigned: of two workers that claim, the one with the
 *            higher number has the partition. Null if unknown
 */
public record AttemptClaimed(SessionId sessionId, TurnId turnId, int attempt, String owner, String term,
        Integer generation)
        implements
            TurnCommand {

    /** Far more than a turn can have: the number after it is an attempt, too. */
    private static final int MAX_ATTEMPT = 1_000_000;
    /** Of a worker's id and of a term: a stop notice to the owner must fit a record. */
    private static final int MAX_NAME = 255;

    /** @throws IllegalArgumentException when the attempt is out of bounds, or a name is too long */
    public AttemptClaimed {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(term, "term");
        if (attempt < 1 || attempt > MAX_ATTEMPT) {
            throw new IllegalArgumentException("an attempt is 1 to " + MAX_ATTEMPT);
        }
        if (owner.length() > MAX_NAME || term.length() > MAX_NAME) {
            throw new IllegalArgumentException("an owner and a term have at most " + MAX_NAME + " characters");
        }
    }
}
