package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.result.TurnFinished;

/**
 * An attempt whose worker wrote no result.
 *
 * @param end its result without what it had produced
 * @param owner the worker that ran it
 * @param continues whether it was to continue the text of earlier attempts: if it wrote nothing, that stands
 */
public record LostAttempt(TurnFinished end, String owner, boolean continues) {

    /** An attempt that began the answer. */
    public LostAttempt(TurnFinished end, String owner) {
        this(end, owner, false);
    }

    /** Returns the same without the text of what was asked. */
    LostAttempt withoutInputText() {
        return new LostAttempt(end.withoutInputText(), owner, continues);
    }
}
