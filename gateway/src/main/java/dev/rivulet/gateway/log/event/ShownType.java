package dev.rivulet.gateway.log.event;

/** The types of events that readers are shown: those of the log, and those that the gateway makes from them. */
public enum ShownType {
    STARTED("started"),
    DELTA("delta"),
    REASONING("reasoning"),
    TOOL_CALL("tool-call"),
    /** The answer so far, for a reader that starts in the middle of a turn. */
    SNAPSHOT("snapshot"),
    /** One element of an answer that is a JSON array. */
    ITEM("item"),
    DONE("done"),
    ERROR("error"),
    /** The session's state when a follower starts. This and the types below are for followers of a session. */
    SESSION("session"),
    QUEUED("queued"),
    PROMPT("prompt"),
    FORGOTTEN("forgotten"),
    /** How many readers follow the session now. */
    WATCHING("watching");

    private final String wire;

    ShownType(String wire) {
        this.wire = wire;
    }

    /** Returns the name on the wire. */
    public String wire() {
        return wire;
    }
}
