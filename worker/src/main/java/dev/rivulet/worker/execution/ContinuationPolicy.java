package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.result.Outcome;

/**
 * Whether an attempt goes on where the text of earlier ones ends, and what becomes of it if it cannot.
 *
 * @param isDue whether there may be text to continue, and the turn wants that
 * @param restartsOtherwise whether the turn starts again if the text cannot be continued; otherwise it fails
 */
record ContinuationPolicy(boolean isDue, boolean restartsOtherwise) {

    static final Outcome NOT_CONTINUED = Outcome.failed(ErrorCode.WORKER_LOST,
            "The worker that ran the turn is gone, and its answer could not be continued.");

    static ContinuationPolicy of(TurnJob job) {
        return new ContinuationPolicy(job.attempt() > 1 && job.options().wantsContinuation(),
                job.options().onInterruption() != OnInterruption.FAIL);
    }
}
