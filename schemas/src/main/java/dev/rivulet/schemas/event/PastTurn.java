package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A turn that has ended, and where its result is.
 *
 * @param offset of its {@link dev.rivulet.schemas.result.TurnFinished} in the session's partition of {@code
 *     turn-results}
 * @param bytes the size of that record's value
 * @param inMemory true when the session's next turn sends it to the model; null otherwise
 */
public record PastTurn(TurnId turnId, long offset, int bytes, Boolean inMemory) {

    public PastTurn {
        Objects.requireNonNull(turnId, "turnId");
    }

    /** Returns the same as a turn that is in the session's memory. */
    public PastTurn remembered() {
        return new PastTurn(turnId, offset, bytes, true);
    }
}
