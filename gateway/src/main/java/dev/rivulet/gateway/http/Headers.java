package dev.rivulet.gateway.http;

/** Headers that Rivulet adds, and media types. */
public final class Headers {

    public static final String SESSION = "X-Session-Id";
    public static final String TURN = "X-Turn-Id";
    public static final String JSON = "application/json";
    public static final String EVENT_STREAM = "text/event-stream";

    private Headers() {}
}
