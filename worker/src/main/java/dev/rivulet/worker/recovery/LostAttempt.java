package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.result.TurnFinished;

/**
 * An attempt that ends a turn without a word of the worker that ran it.
 *
 * @param end its result, except for what it produced
 * @param owner the worker that ran it
 */
public record LostAttempt(TurnFinished end, String owner) {}
