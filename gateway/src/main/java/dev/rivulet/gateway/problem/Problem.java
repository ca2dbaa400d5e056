package dev.rivulet.gateway.problem;

/**
 * A problem document (RFC 9457, {@code application/problem+json}).
 *
 * @param detail a sentence for the client; quotes nothing that the client sent but a name of a field
 * @param code the name of the {@link ProblemCode} on the wire
 * @param field the field at fault: a path into the body, or the name of a parameter; null if there is none
 * @param retryAfterMs how long the client should wait, in milliseconds; null if that is not known
 */
public record Problem(int status, String title, String detail, String code, String field, Long retryAfterMs) {

    public static final String MEDIA_TYPE = "application/problem+json";
}
