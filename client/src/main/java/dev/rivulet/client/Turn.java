package dev.rivulet.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A turn at one moment.
 *
 * @param attempt the newest attempt begun; 0 before the first
 * @param text the attempt's text so far
 * @param finishReason the provider's, or {@code cancelled}; null unless done
 * @param usage null unless done, or when the provider did not say
 * @param timings null unless ended and known
 * @param error null unless failed
 */
public record Turn(String sessionId, String turnId, Status status, int attempt, String text, String finishReason,
        Usage usage, Timings timings, TurnFailure error) {

    /** Where a turn is. */
    public enum Status {
        @JsonProperty("queued") QUEUED,
        @JsonProperty("running") RUNNING,
        @JsonProperty("done") DONE,
        @JsonProperty("error") ERROR
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return status == Status.DONE || status == Status.ERROR;
    }

    /** Leaves out the model's words: safe for logs. */
    @Override
    public String toString() {
        return "Turn[sessionId=" + sessionId + ", turnId=" + turnId + ", status=" + status + ", attempt=" + attempt
                + "]";
    }
}
