package dev.rivulet.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A snapshot of a turn.
 *
 * @param attempt the newest attempt; 0 before the first
 * @param text the attempt's text so far
 * @param parts what the answer has beside its text; empty if that is nothing
 * @param finishReason the provider's, or {@code cancelled}; null unless done
 * @param usage null unless ended, or if no provider was asked
 * @param timings null unless ended and known
 * @param error null unless failed
 */
public record Turn(String sessionId, String turnId, Status status, int attempt, String text,
        List<AnswerPart> parts, String finishReason,
        Usage usage, Timings timings, TurnFailure error) {

    public Turn {
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /** The state of a turn. */
    public enum Status {
        @JsonProperty("queued") QUEUED,
        @JsonProperty("running") RUNNING,
        @JsonProperty("done") DONE,
        @JsonProperty("error") ERROR,
        /** One that this version does not know: the gateway is of a later version. */
        @JsonEnumDefaultValue UNKNOWN
    }

    /** Returns whether the turn is done or has failed. */
    public boolean ended() {
        return status == Status.DONE || status == Status.ERROR;
    }

    /** Omits the text, so that it is safe to log. */
    @Override
    public String toString() {
        return "Turn[sessionId=" + sessionId + ", turnId=" + turnId + ", status=" + status + ", attempt=" + attempt
                + "]";
    }
}
