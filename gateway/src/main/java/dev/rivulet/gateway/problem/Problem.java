package dev.rivulet.gateway.problem;

/**
 * A problem document (RFC 9457, {@code application/problem+json}).
 *
 * @param detail a sentence; never what the client wrote
 * @param field the field at fault, as a path into the body or the name of a parameter; null when there is none
 */
public record Problem(int status, String title, String detail, String code, String field) {

    public static final String MEDIA_TYPE = "application/problem+json";
}
