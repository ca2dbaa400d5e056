package dev.rivulet.gateway.log.lookup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;

/**
 * A turn at one moment.
 *
 * @param attempt the newest attempt begun; 0 before the first
 * @param text the attempt's text so far
 * @param finishReason null unless done
 * @param usage null unless done, or when the provider did not say
 * @param timings null unless ended and known
 * @param error null unless failed
 */
public record TurnSnapshot(SessionId sessionId, TurnId turnId, Status status, int attempt, String text,
        String finishReason, Usage usage, Timings timings, Fault error) {

    /** Whether it changes no more. */
    public boolean hasEnded() {
        return status == Status.DONE || status == Status.ERROR;
    }

    /** Where a turn is. */
    public enum Status {
        @JsonProperty("queued") QUEUED,
        @JsonProperty("running") RUNNING,
        @JsonProperty("done") DONE,
        @JsonProperty("error") ERROR
    }

    /** Why a turn failed. */
    public record Fault(String code, String message, boolean retryable) {}

    /** From what its events say. */
    public static TurnSnapshot of(SessionId session, TurnId turn, TurnAccumulator fold) {
        return fold.terminal().map(end -> ended(session, turn, end, fold)).orElseGet(() -> open(session, turn, fold));
    }

    private static TurnSnapshot open(SessionId session, TurnId turn, TurnAccumulator fold) {
        Status status = fold.attempt() == 0 ? Status.QUEUED : Status.RUNNING;
        return new TurnSnapshot(session, turn, status, fold.attempt(), fold.text(), null, null, null, null);
    }

    private static TurnSnapshot ended(SessionId session, TurnId turn, ChunkEvent.Terminal end, TurnAccumulator fold) {
        return switch (end) {
            case Done done -> new TurnSnapshot(session, turn, Status.DONE, fold.attempt(), fold.text(),
                    done.finishReason(), done.usage(), done.timings(), null);
            case TurnError failed ->
                new TurnSnapshot(session, turn, Status.ERROR, fold.attempt(), fold.text(), null, null,
                        null, new Fault(failed.code(), failed.message(), failed.retryable()));
        };
    }

    static TurnSnapshot of(TurnFinished result) {
        return switch (result.outcome()) {
            case Outcome.Completed completed -> new TurnSnapshot(result.sessionId(), result.turnId(), Status.DONE,
                    result.attempt(), result.text(), completed.finishReason(), completed.usage(), result.timings(),
                    null);
            case Outcome.Failed broken -> new TurnSnapshot(result.sessionId(), result.turnId(), Status.ERROR,
                    result.attempt(), result.text(), null, null, result.timings(),
                    new Fault(broken.code(), broken.message(), broken.retryable()));
        };
    }

    /** Leaves out the model's words: safe for logs. */
    @Override
    public String toString() {
        return "TurnSnapshot[sessionId=" + sessionId + ", turnId=" + turnId + ", status=" + status + "]";
    }
}
