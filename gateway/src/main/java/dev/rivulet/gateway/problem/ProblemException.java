package dev.rivulet.gateway.problem;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Thrown when a request cannot be served. Has no stack trace: it describes the response, not a fault. */
public class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final String field;
    private final Duration retryAfter;

    /**
     * @param detail a sentence for the client; must not quote what the client sent, except a name of a field
     * @param field the field at fault; null if there is none
     */
    public ProblemException(ProblemCode code, String detail, String field) {
        this(code, detail, field, null);
    }

    /** @param retryAfter how long the client should wait; null if that is not known */
    protected ProblemException(ProblemCode code, String detail, String field, Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, null);
    }

    public ProblemCode code() {
        return code;
    }

    /** Returns the field at fault; null if there is none. */
    public String field() {
        return field;
    }

    /** Returns how long the client should wait before it tries again; empty if that is not known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Returns the document that clients are sent. */
    public Problem problem() {
        return new Problem(code.status(), code.title(), getMessage(), code.code(), field,
                retryAfter().map(Duration::toMillis).orElse(null));
    }

    /** Returns the problem that a failure is or wraps; empty if it is a fault. */
    public static Optional<ProblemException> findIn(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof ProblemException problem ? Optional.of(problem) : Optional.empty();
    }

    public static ProblemException kafkaUnavailable() {
        return new ProblemException(ProblemCode.KAFKA_UNAVAILABLE, "Kafka does not answer; try again in a moment.");
    }

    /** @param detail what the client can do instead */
    public static ProblemException shuttingDown(String detail) {
        return new ProblemException(ProblemCode.SHUTTING_DOWN, detail);
    }

    /** A grant was shown for what it does not give, whether that exists or not. */
    public static ProblemException outsideGrant() {
        return new ProblemException(ProblemCode.OUTSIDE_GRANT, "It gives one session, or one turn of it.");
    }

    /** The key or the token was valid when the stream began. */
    public static ProblemException revoked() {
        return new ProblemException(ProblemCode.INVALID_KEY, "The key or the token is not valid any more.");
    }

    public static ProblemException internal() {
        return new ProblemException(ProblemCode.INTERNAL, "Something failed inside the gateway.");
    }
}
