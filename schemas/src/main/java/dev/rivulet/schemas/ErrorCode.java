package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a turn ended as {@code error}. The lower-case name is the stable code that clients see. */
public enum ErrorCode {
    /** The turn waited longer than the queue time-out before an attempt could start. */
    QUEUE_TIMEOUT(true),
    /** The session runs a turn, and this one was sent with {@code whenBusy: reject}. */
    SESSION_BUSY(true),
    /** More prompts wait in the session, or in all sessions of its coordinator's process, than may. */
    QUEUE_FULL(true),
    /** The prompt cannot be processed: it could not be read, is too large, or its turn id is too far ahead. */
    INVALID_PROMPT(false),
    /** The provider sent no token in time. */
    FIRST_TOKEN_TIMEOUT(true),
    /** The provider stopped sending tokens. */
    IDLE_TIMEOUT(true),
    /** The completion took longer than a turn may take. */
    TOTAL_TIMEOUT(true),
    /** The provider's stream ended without a finish reason: the completion is cut short. */
    UPSTREAM_TRUNCATED(true),
    /** The provider sent something that could not be understood. */
    UPSTREAM_INVALID(true),
    /** The provider could not be reached, or its connection broke. */
    UPSTREAM_UNREACHABLE(true),
    /** The provider responded with a server error. */
    UPSTREAM_ERROR(true),
    /** No provider can be asked now: the circuit breaker is open, or the limit of concurrent calls is reached. */
    UPSTREAM_UNAVAILABLE(true),
    /** The provider refused for load or quota (429). */
    RATE_LIMITED(true),
    /** The provider does not know the model. */
    MODEL_NOT_FOUND(false),
    /** The provider refused the credentials of this installation. */
    UPSTREAM_UNAUTHORIZED(false),
    /** The provider refused the request itself. */
    UPSTREAM_REJECTED(false),
    /** No provider of the list can honour an option of the turn. None was asked. */
    UNSUPPORTED_OPTION(false),
    /** The conversation, with the tokens asked for, is longer than the model's context. */
    CONTEXT_LENGTH_EXCEEDED(false),
    /** The model refused to answer. What it said about that is the turn's text. */
    MODEL_REFUSED(false),
    /** The answer has no text, only what Rivulet does not carry, such as a tool call. */
    UNSUPPORTED_ANSWER(false),
    /** The worker that ran the turn was lost, and the turn may not be started again. */
    WORKER_LOST(true),
    /**
     * The worker's turns held more memory than they may, and this was the youngest: the text up to there is kept. Or
     * those that waited did, and this was the newest.
     */
    WORKER_OVERLOADED(true),
    /** The completion grew beyond the configured limit. The text up to there is kept. */
    ANSWER_TOO_LONG(false),
    /** A fault inside Rivulet. */
    INTERNAL(true);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Returns the code on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the same prompt can succeed when sent again. */
    public boolean retryable() {
        return retryable;
    }
}
