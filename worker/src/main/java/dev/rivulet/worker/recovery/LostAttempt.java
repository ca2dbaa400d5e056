package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.result.TurnFinished;

/**
 * An attempt whose worker wrote no result.
 *
 * @param end its result without what it had produced
 * @param owner the worker that ran it
 */
public record LostAttempt(TurnFinished end, String owner) {

    /** Returns the same without the text of what was asked. */
    LostAttempt withoutInputText() {
        return new LostAttempt(end.withoutInputText(), owner);
    }
}
