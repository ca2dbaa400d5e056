package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.metrics.TurnMetrics;
import java.util.Optional;

/**
 * Reads {@code turn-results}. A result that cannot be read ends its attempt as {@code internal}, if it is the attempt
 * that runs: no other result would come.
 */
final class ResultReader extends RecordReader<TurnFinished> {

    ResultReader(InputLimits limits, TurnMetrics metrics) {
        super(TurnFinished.class, limits, metrics);
    }

    @Override
    SessionId session(TurnFinished result) {
        return result.sessionId();
    }

    @Override
    Optional<String> refusal(TurnFinished result, long now) {
        return Optional.empty();
    }

    @Override
    Optional<Object> substitute(SessionId session, LenientFields fields, String reason) {
        long attempt = fields.number("attempt");
        return fields.turn()
                .filter(turn -> attempt > 0 && attempt <= Integer.MAX_VALUE && !fields.text("owner").isEmpty())
                .map(turn -> new TurnFinished(session, turn, (int) attempt, fields.text("owner"),
                        Outcome.failed(ErrorCode.INTERNAL, "The turn's result could not be read."),
                        Math.max(0, fields.number("seq")), "", null, null, Timings.UNKNOWN));
    }

    @Override
    void misplaced(TurnFinished result) {
        // The turn's own coordinator finds that its attempt is lost.
    }
}
