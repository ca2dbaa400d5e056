package dev.rivulet.gateway.metrics;

import java.util.Locale;

/** What a reader is served with. The name in lower case is the label of metrics. */
public enum StreamKind {

    /** Server-sent events of a turn. */
    NATIVE,
    /** Chunks of a chat completion. */
    OPENAI,
    /** The AI SDK's UI message stream. */
    AISDK,
    /** Plain text for a browser's {@code EventSource}: {@code /stream}. */
    EVENTSOURCE,
    /** A turn or a session on a WebSocket. */
    WS,
    /** Server-sent events of a session. */
    FOLLOW,
    /** A response that is not streamed and waits for the turn's end. */
    WAIT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
