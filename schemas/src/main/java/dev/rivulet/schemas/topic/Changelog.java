package dev.rivulet.schemas.topic;

/** The changelog topics of the coordinators' state. Kafka Streams creates them; they are compacted. */
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

    /** Returns the name of the state store. */
    public String store() {
        return store;
    }

    /** Returns the topic's name in a cluster. */
    public String named(String prefix) {
        return application(prefix) + "-" + store + "-changelog";
    }

    /** Returns the application id of the coordinators' Kafka Streams, which is also their consumer group. */
    public static String application(String prefix) {
        return prefix + APPLICATION;
    }
}
