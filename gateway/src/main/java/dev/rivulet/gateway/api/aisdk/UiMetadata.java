package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;

/**
 * What a client finds in {@code message.metadata}: clients merge what comes in several parts. Null is left out.
 *
 * @param finishReason the provider's word, or {@code cancelled}
 * @param error set only where the stream ends with an error
 */
record UiMetadata(SessionId sessionId, TurnId turnId, Integer attempt, String model, String provider,
        String finishReason, Usage usage, Timings timings, Error error) {

    /** @param code as in {@code error} events and problems */
    record Error(String code, boolean retryable) {}

    static UiMetadata of(SessionId session, TurnId turn) {
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
        return of(new Error(failed.code(), failed.retryable()));
    }

    static UiMetadata of(ProblemException problem) {
        return of(new Error(problem.code().code(), problem.code().retryable()));
    }

    private static UiMetadata of(Error error) {
        return new UiMetadata(null, null, null, null, null, null, null, null, error);
    }
}
