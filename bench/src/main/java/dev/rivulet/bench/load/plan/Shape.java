package dev.rivulet.bench.load.plan;

import java.util.Locale;

/** The ways to ask for turns and to read them. */
public enum Shape {
    /** Chat completions of the provider, without Rivulet: the cost of the machine and the load generator alone. */
    DIRECT,
    /** {@code POST .../turns}, whose response is the stream. */
    POST,
    /** The same with an {@code Idempotency-Key}, as the Java client sends it. */
    KEYED,
    /** Chat completions through the gateway. */
    CHAT,
    /** Prompts and events on a WebSocket, one for each stream. */
    WEBSOCKET,
    /** {@code POST} and a second reader, which follows the session of each stream. */
    FOLLOWED;

    /** Returns the name on the command line and in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it goes through gateway, Kafka and worker. */
    public boolean usesRivulet() {
        return this != DIRECT;
    }
}
