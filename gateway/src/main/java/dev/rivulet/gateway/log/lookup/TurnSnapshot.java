package dev.rivulet.gateway.log.lookup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.List;

/**
 * A turn as it is at one moment.
 *
 * @param attempt the newest attempt that has started; 0 before the first
 * @param text the attempt's text so far
 * @param parts what the attempt has said beside text; null if that is nothing
 * @param finishReason null unless the turn is done
 * @param usage null unless the turn has ended and a provider was asked
 * @param timings null unless the turn has ended and they are known
 * @param error null unless the turn has failed
 */
public record TurnSnapshot(OwnedSession sessionId, TurnId turnId, Status status, int attempt, String text,
        List<AnswerPart> parts, String finishReason, Usage usage, Timings timings, Fault error) {

    /** Returns whether the turn has ended, so that it does not change any more. */
    public boolean hasEnded() {
        return status == Status.DONE || status == Status.ERROR;
    }

    /** The phases of a turn, as they are called on the wire. */
    public enum Status {
        @JsonProperty("queued") QUEUED,
        @JsonProperty("running") RUNNING,
        @JsonProperty("done") DONE,
        @JsonProperty("error") ERROR
    }

    /**
     * Why a turn failed.
     *
     * @param retryAfterMs null unless the provider said how long to wait
     */
    public record Fault(String code, String message, boolean retryable, Long retryAfterMs) {}

    /** Makes the snapshot of a turn whose events were collected. */
    public static TurnSnapshot of(OwnedSession session, TurnId turn, TurnAccumulator collected) {
        return collected.terminal().map(end -> ended(session, turn, end, collected.attempt(), collected.text(),
                collected.parts()))
                .orElseGet(() -> open(session, turn, collected));
    }

    /** Makes the snapshot of a turn that has ended. */
    public static TurnSnapshot of(OwnedSession session, TurnFinished result) {
        return ended(session, result.turnId(), result.terminal(), result.attempt(), result.text(),
                result.parts());
    }

    private static TurnSnapshot open(OwnedSession session, TurnId turn, TurnAccumulator collected) {
        Status status = collected.attempt() == 0 ? Status.QUEUED : Status.RUNNING;
        return new TurnSnapshot(session, turn, status, collected.attempt(), collected.text(), collected.parts(),
                null, null, null, null);
    }

    private static TurnSnapshot ended(OwnedSession session, TurnId turn, ChunkEvent.Terminal end, int attempt,
            String text, List<AnswerPart> parts) {
        return switch (end) {
            case Done done -> new TurnSnapshot(session, turn, Status.DONE, attempt, text, parts, done.finishReason(),
                    done.usage(), done.timings(), null);
            case TurnError failed -> new TurnSnapshot(session, turn, Status.ERROR, attempt, text, parts, null,
                    failed.usage(), failed.timings(),
                    new Fault(failed.code(), failed.message(), failed.retryable(), failed.retryAfterMs()));
        };
    }

    /** Omits the model's text, so it can be logged. */
    @Override
    public String toString() {
        return "TurnSnapshot[sessionId=" + sessionId + ", turnId=" + turnId + ", status=" + status + "]";
    }
}
