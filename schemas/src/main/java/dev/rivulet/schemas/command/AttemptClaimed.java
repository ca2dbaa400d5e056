package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * The coordinator of a turn claims an attempt of it for a worker, which may start the attempt when the coordinator
 * reads this record back; of several claims to one attempt, the first in the log counts. Written and read by workers.
 *
 * @param attempt from 1
 * @param owner the worker that is to execute it
 * @param term tells this claim from those that the same coordinator wrote before the session's partition was assigned
 *            to it again
 * @param generation of the consumer group when the partition was assigned: of two workers that claim, the one with the
 *            higher number has the partition. Null if unknown
 * @param coordinator the worker that claims it; null if that is the owner
 */
public record AttemptClaimed(SessionId sessionId, TurnId turnId, int attempt, String owner, String term,
        Integer generation, String coordinator)
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
        if (owner.length() > MAX_NAME || term.length() > MAX_NAME
                || coordinator != null && coordinator.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "an owner, a term and a coordinator have at most " + MAX_NAME + " characters");
        }
    }

    /** A coordinator claims the attempt for its own worker. */
    public AttemptClaimed(SessionId sessionId, TurnId turnId, int attempt, String owner, String term,
            Integer generation) {
        this(sessionId, turnId, attempt, owner, term, generation, null);
    }

    /** Returns the worker that wrote the claim. */
    public String writtenBy() {
        return coordinator == null ? owner : coordinator;
    }
}
