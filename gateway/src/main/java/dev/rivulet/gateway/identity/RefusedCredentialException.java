package dev.rivulet.gateway.identity;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;

/** Thrown when what a caller shows does not let it in. */
public final class RefusedCredentialException extends ProblemException {

    private final Refusal reason;

    private RefusedCredentialException(Refusal reason, ProblemCode code, String detail) {
        super(code, detail);
        this.reason = reason;
    }

    /** Nothing was shown. */
    public static RefusedCredentialException missing() {
        return missing("Send a key or a token: Authorization: Bearer ....");
    }

    /** @param detail a sentence for the client */
    public static RefusedCredentialException missing(String detail) {
        return new RefusedCredentialException(Refusal.MISSING, ProblemCode.UNAUTHENTICATED, detail);
    }

    /** What was shown is no key, or none that is valid. Clients are not told which. */
    public static RefusedCredentialException invalidKey(Refusal reason) {
        return invalidKey(reason, "It is malformed, unknown or not valid any more.");
    }

    /** @param detail a sentence for the client; repeats nothing of what it has sent */
    public static RefusedCredentialException invalidKey(Refusal reason, String detail) {
        return new RefusedCredentialException(reason, ProblemCode.INVALID_KEY, detail);
    }

    /** What was shown is no grant, or its secret is not valid any more. */
    public static RefusedCredentialException invalidGrant() {
        return new RefusedCredentialException(Refusal.FORGED, ProblemCode.INVALID_GRANT,
                "It was altered, or the gateway has not the secret that it was made under.");
    }

    /** The time of a grant is over. */
    public static RefusedCredentialException expiredGrant() {
        return new RefusedCredentialException(Refusal.EXPIRED, ProblemCode.EXPIRED_GRANT,
                "Ask whoever gave it for another one.");
    }

    /** Returns why the credential is refused, if that is the failure; empty if it is another. */
    public static Optional<Refusal> reasonOf(Throwable failure) {
        return findIn(failure).map(problem -> problem instanceof RefusedCredentialException refused
                ? refused.reason
                : null);
    }
}
