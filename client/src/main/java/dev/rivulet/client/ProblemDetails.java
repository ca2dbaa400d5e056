package dev.rivulet.client;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * Problem details (RFC 9457), or the status of another error response.
 *
 * @param code null if the response is not Rivulet's, such as a proxy's
 * @param field null if no field is at fault
 */
record ProblemDetails(int status, String title, String detail, String code, String field) {

    private static final int GONE = 410;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final String NO_BUDGET = "budget_exceeded";
    private static final int FIRST_SERVER_ERROR = 500;

    /** @param status the HTTP status, which replaces the one in the document */
    static ProblemDetails read(int status, String body) {
        try {
            ProblemDetails said = JsonCodec.MAPPER.readValue(body, ProblemDetails.class);
            if (said != null) {
                return new ProblemDetails(status, said.title, said.detail, said.code, said.field);
            }
        } catch (JsonProcessingException notRivulet) {
            // Not from Rivulet: only the status is known.
        }
        return new ProblemDetails(status, null, null, null, null);
    }

    /** Returns whether the same request may succeed later or at another gateway. */
    boolean retryable() {
        // A budget is used up for a day or a month.
        boolean tooMany = status == TOO_MANY && !NO_BUDGET.equals(code);
        return status >= FIRST_SERVER_ERROR || tooMany || status == TIMED_OUT;
    }

    RivuletException toException(ReadProgress progress) {
        return status == GONE
                ? new CursorExpiredException(this, progress)
                : new RequestRefusedException(this, progress);
    }

    String message() {
        String words = detail != null ? detail : title;
        return status + (code == null ? "" : " " + code) + (words == null ? "" : ": " + words);
    }
}
