package dev.rivulet.testkit.sse;

/** How a stream ended. */
public sealed interface StreamEnd {

    /** The server ended the response in the proper way. */
    record EndedByServer() implements StreamEnd {}

    /** This side closed the socket with {@link SseStream#cut()}. */
    record Cut() implements StreamEnd {}

    /** The connection was not made, or was lost. */
    record Failed(Throwable cause) implements StreamEnd {}

    /** The response was no event stream: an error, or a plain answer. */
    record Rejected(int status, String body) implements StreamEnd {}
}
