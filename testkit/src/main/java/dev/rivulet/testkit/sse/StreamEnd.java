package dev.rivulet.testkit.sse;

/** How a stream ended. */
public sealed interface StreamEnd {

    /** The server ended the response properly. */
    record EndedByServer() implements StreamEnd {}

    /** This side closed the socket with {@link SseStream#cut()}. */
    record Cut() implements StreamEnd {}

    /** The connection failed or was lost. */
    record Failed(Throwable cause) implements StreamEnd {}

    /** The response was not an event stream: an error, or a plain response. */
    record Rejected(int status, String body) implements StreamEnd {}
}
