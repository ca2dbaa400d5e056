package dev.rivulet.worker.provider.failure;

/**
 * What operators are told about a failed call. Safe for logs; not for clients. Each may be null.
 *
 * @param status the HTTP status
 * @param reason what the provider said, or the connection's failure
 * @param requestId the provider's name for the request, which its support asks for
 */
public record FailureDetail(Integer status, String reason, String requestId) {

    public static final FailureDetail NONE = new FailureDetail(null, null, null);

    /** The provider responded with an error status. */
    public static FailureDetail of(ResponseHead head, ReportedError error, Redaction redaction) {
        return new FailureDetail(head.status(), redaction.apply(error.words()), redaction.apply(head.requestId()));
    }

    /** There was no response, or it broke off. */
    public static FailureDetail of(Throwable cause, Redaction redaction) {
        return cause == null
                ? NONE
                : new FailureDetail(null, redaction.apply(cause.getClass().getSimpleName() + ": " + cause.getMessage()),
                        null);
    }
}
