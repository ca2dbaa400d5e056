package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import java.time.Duration;

/**
 * The metadata of a UI message, or some of its fields: clients merge what several parts send. Null is not sent.
 *
 * @param finishReason the provider's finish reason, or {@code cancelled}
 * @param error null unless the stream ends with an error
 */
record UiMetadata(OwnedSession sessionId, TurnId turnId, Integer attempt, String model, String provider,
        String finishReason, Usage usage, Timings timings, Error error) {

    /**
     * @param code one of those of {@code error} events and problems
     * @param retryAfterMs null unless it is known how long to wait
     */
    record Error(String code, boolean retryable, Long retryAfterMs) {}

    static UiMetadata of(OwnedSession session, TurnId turn) {
        return new UiMetadata(session, turn, null, null, null, null, null, null, null);
    }

    static UiMetadata of(Started started) {
        return new UiMetadata(null, null, started.attempt(), started.model(), started.provider(), null, null, null,
                null);
    }

    static UiMetadata of(Done done) {
        return new UiMetadata(null, null, null, null, null, done.finishReason(), done.usage(), done.timings(), null);
    }

    static UiMetadata of(TurnError failed) {
        return of(failed.timings(), new Error(failed.code(), failed.retryable(), failed.retryAfterMs()));
    }

    static UiMetadata of(ProblemException problem) {
        return of(null, new Error(problem.code().code(), problem.code().retryable(),
                problem.retryAfter().map(Duration::toMillis).orElse(null)));
    }

    private static UiMetadata of(Timings timings, Error error) {
        return new UiMetadata(null, null, null, null, null, null, null, timings, error);
    }
}
