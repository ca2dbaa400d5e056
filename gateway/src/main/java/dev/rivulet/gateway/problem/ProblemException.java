package dev.rivulet.gateway.problem;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A request cannot be served. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final String field;

    /**
     * @param detail a sentence for the client; it must not repeat what the client wrote
     * @param field the field at fault, or null
     */
    public ProblemException(ProblemCode code, String detail, String field) {
        super(detail, null, false, false);
        this.code = code;
        this.field = field;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, null);
    }

    public ProblemCode code() {
        return code;
    }

    /** The field at fault; null when there is none. */
    public String field() {
        return field;
    }

    public Problem problem() {
        return new Problem(code.status(), code.title(), getMessage(), code.code(), field);
    }

    /** Returns the problem that made something fail; empty if it was a fault. */
    public static Optional<ProblemException> in(Throwable failure) {
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

    public static ProblemException internal() {
        return new ProblemException(ProblemCode.INTERNAL, "Something failed inside the gateway.");
    }
}
