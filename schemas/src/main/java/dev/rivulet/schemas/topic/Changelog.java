package dev.rivulet.schemas.topic;

/** What the workers' coordination remembers of sessions. Kafka Streams makes these topics; they are compacted. */
public enum Changelog {
    /** Turns that run and wait. */
    ACTIVE_TURNS("active-turns"),
    /** Conversations, idempotency keys, and which turns have ended. */
    CONVERSATIONS("conversations");

    private static final String APPLICATION = "rivulet-worker";

    private final String store;

    Changelog(String store) {
        this.store = store;
    }

    /** The name of the state store. */
    public String store() {
        return store;
    }

    /** The topic's name in a cluster. */
    public String named(String prefix) {
        return application(prefix) + "-" + store + "-changelog";
    }

    /** The Streams application of the coordination, which is also its consumer group. */
    public static String application(String prefix) {
        return prefix + APPLICATION;
    }
}
