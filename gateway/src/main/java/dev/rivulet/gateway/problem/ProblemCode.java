package dev.rivulet.gateway.problem;

import java.util.Locale;

/** The reasons for which a gateway refuses a request. The name in lower case is the {@code code} that clients see. */
public enum ProblemCode {
    /** The request line, its path or a parameter is malformed. */
    BAD_REQUEST(400, "The request cannot be read"),
    INVALID_JSON(400, "The body is not JSON"),
    JSON_TOO_COMPLEX(400, "The JSON is too complex"),
    INVALID_TYPE(400, "A field has the wrong type"),
    INVALID_VALUE(400, "A field has a value it cannot have"),
    /** A value that the API defines and that Rivulet does not support. */
    UNSUPPORTED_VALUE(400, "A field has a value that is not supported"),
    MISSING_VALUE(400, "A field is missing"),
    /** A field or parameter that the call does not have. */
    UNKNOWN_FIELD(400, "A field or parameter is not known"),
    MISSING_PROMPT(400, "There is no prompt"),
    PROMPT_TOO_LONG(400, "The prompt is too long"),
    /** A text with half of a surrogate pair. It is not valid Unicode and cannot be encoded. */
    INVALID_TEXT(400, "A text is not valid Unicode"),
    INVALID_SESSION(400, "The session id is not valid"),
    INVALID_TURN(400, "The turn id is not valid"),
    INVALID_CURSOR(400, "The cursor is not valid"),
    CURSOR_OF_ANOTHER_TURN(400, "The cursor belongs to another turn"),
    CURSOR_OF_ANOTHER_SESSION(400, "The cursor belongs to another session"),
    /** The request does not say who calls. */
    UNAUTHENTICATED(401, "A key or a token is needed"),
    /** The key or the token is malformed, unknown, not valid any more, or not valid yet. */
    INVALID_KEY(401, "The key or the token is not valid"),
    /** The grant is none, was altered, or its secret is gone. */
    INVALID_GRANT(401, "The grant is not valid"),
    EXPIRED_GRANT(401, "The grant has expired"),
    /** The key or the token does not allow this. */
    MISSING_SCOPE(403, "The key or the token does not allow this"),
    /** The grant is one for something else. */
    OUTSIDE_GRANT(403, "The grant does not give this"),
    ORIGIN_NOT_ALLOWED(403, "Pages of this origin may not call"),
    /** There are no grants here: callers are not authenticated, or the gateways share no secret. */
    GRANTS_OFF(404, "Grants are switched off"),
    UNKNOWN_TURN(404, "There is no such turn"),
    /** The model is not one of those that turns may use. */
    MODEL_NOT_FOUND(404, "There is no such model"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    /** The client took too long to send its request. */
    REQUEST_TIMEOUT(408, "The request took too long"),
    /** The idempotency key, or the turn id that the client chose, was used for another request before. */
    IDEMPOTENCY_CONFLICT(409, "The idempotency key was used for another request"),
    /** The events after the cursor have left Kafka's retention. */
    CURSOR_EXPIRED(410, "The cursor has expired"),
    /** The turn's first events have left Kafka's retention. */
    EVENTS_EXPIRED(410, "The turn's events have expired"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),
    /** The {@code Host} header has a name that may belong to somebody else. */
    HOST_NOT_ALLOWED(421, "The gateway does not go by this name"),
    UPGRADE_REQUIRED(426, "Only WebSockets are served here"),
    TOO_MANY_STREAMS(429, "The connection reads as much as it may"),
    /** The principal's quota of requests a minute is used up. */
    TOO_MANY_REQUESTS(429, "There were too many requests", true),
    /** The principal has as many open turns as it may. */
    TOO_MANY_TURNS(429, "There are too many open turns", true),
    /** The principal has as many open streams as it may. */
    TOO_MANY_OPEN_STREAMS(429, "There are too many open streams", true),
    /** The turn may spend more than is left of the principal's budget. A retry soon does not help. */
    BUDGET_EXCEEDED(429, "The budget is used up"),
    /** The principal has as many look-ups under way as it may. */
    TOO_MANY_LOOKUPS(429, "There are too many look-ups", true),
    INTERNAL(500, "The gateway failed"),
    TOO_MANY_CONNECTIONS(503, "There are too many connections"),
    /** The keys of the issuer of tokens are not known, or too many tokens are being verified. */
    IDENTITY_UNAVAILABLE(503, "It cannot be told now who calls"),
    KAFKA_UNAVAILABLE(503, "Kafka cannot be reached"),
    /** The coordinator has not replied which turn an idempotency key stands for. */
    NOT_CONFIRMED(503, "The prompt is not confirmed yet"),
    /** The coordinator has not replied with the state of a session. */
    NOT_ANSWERED(503, "No worker has answered"),
    /** The text that clients wait for without a stream takes all the memory that it may. */
    OVERLOADED(503, "The gateway has no room for the answer"),
    SHUTTING_DOWN(503, "The gateway is shutting down");

    private final int status;
    private final String title;
    private final boolean quota;

    ProblemCode(int status, String title) {
        this(status, title, false);
    }

    ProblemCode(int status, String title, boolean quota) {
        this.status = status;
        this.title = title;
        this.quota = quota;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns whether the same request may succeed later. */
    public boolean retryable() {
        return status >= 500 || quota;
    }

    /** Returns whether nothing is wrong with the request: it cannot be served now, or not here. */
    public boolean isTemporary() {
        return status == 503 || quota;
    }

    /** Returns whether a principal has used up what it may use. */
    public boolean isQuota() {
        return quota;
    }

    String title() {
        return title;
    }

    /** Returns the code on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
