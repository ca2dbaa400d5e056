package dev.rivulet.client;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * A problem document (RFC 9457), or what a proxy said instead.
 *
 * @param code null when it was not Rivulet that answered
 * @param field null when no field is at fault
 */
record ProblemDetails(int status, String title, String detail, String code, String field) {

    private static final int GONE = 410;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    /** @param status counts more than what the document says of it */
    static ProblemDetails read(int status, String body) {
        try {
            ProblemDetails said = JsonCodec.MAPPER.readValue(body, ProblemDetails.class);
            if (said != null) {
                return new ProblemDetails(status, said.title, said.detail, said.code, said.field);
            }
        } catch (JsonProcessingException notRivulet) {
            // Said by its status alone.
        }
        return new ProblemDetails(status, null, null, null, null);
    }

    /** Whether the same request may be answered a little later, or by another gateway. */
    boolean retryable() {
        return status >= FIRST_SERVER_ERROR || status == TOO_MANY || status == TIMED_OUT;
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
