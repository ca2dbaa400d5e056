package dev.rivulet.gateway.quota;

import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;

/** Thrown when a principal asks for more than its quota has left. Nothing was taken of it. */
public final class QuotaExceededException extends ProblemException {

    private final transient Allowance allowance;

    /** @param retryAfter how long the client should wait */
    QuotaExceededException(Allowance allowance, Duration retryAfter) {
        super(allowance.quota().code(), allowance.quota().sentence(allowance.limit()), null, retryAfter);
        this.allowance = allowance;
    }

    /** Returns what is left. */
    public Allowance allowance() {
        return allowance;
    }
}
