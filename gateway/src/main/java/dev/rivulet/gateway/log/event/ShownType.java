package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.EventType;

/** What kind of event a reader is shown: those of the log, and those a gateway makes of them. */
public enum ShownType {
    STARTED("started"),
    DELTA("delta"),
    /** All text so far, for a reader that comes late. */
    SNAPSHOT("snapshot"),
    /** An element of an answer that is a JSON array. */
    ITEM("item"),
    DONE("done"),
    ERROR("error"),
    /** For followers of a session, as the others below: the session as it is. */
    SESSION("session"),
    QUEUED("queued"),
    PROMPT("prompt"),
    FORGOTTEN("forgotten");

    private final String wire;

    ShownType(String wire) {
        this.wire = wire;
    }

    /** The name on the wire. */
    public String wire() {
        return wire;
    }

    public static ShownType of(EventType type) {
        return switch (type) {
            case STARTED -> STARTED;
            case DELTA -> DELTA;
            case DONE -> DONE;
            case ERROR -> ERROR;
            case QUEUED -> QUEUED;
            case PROMPT -> PROMPT;
            case FORGOTTEN -> FORGOTTEN;
        };
    }
}
