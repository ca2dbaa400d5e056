package dev.rivulet.schemas.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The type of a {@link ChunkEvent}: the SSE {@code event} field and the {@link ChunkHeaders#TYPE} header. */
public enum EventType {
    STARTED("started", Started.class),
    DELTA("delta", Delta.class),
    REASONING("reasoning", Reasoning.class),
    TOOL_CALL("tool-call", ToolCall.class),
    SEALED("sealed", Sealed.class),
    DONE("done", Done.class),
    ERROR("error", TurnError.class),
    QUEUED("queued", Queued.class),
    PROMPT("prompt", TurnPrompt.class),
    FORGOTTEN("forgotten", Forgotten.class);

    private static final EventType[] ALL = values();

    private final String wire;
    private final byte[] wireBytes;
    private final Class<? extends ChunkEvent> event;
    private final boolean part;

    EventType(String wire, Class<? extends ChunkEvent> event) {
        this.wire = wire;
        this.wireBytes = wire.getBytes(StandardCharsets.US_ASCII);
        this.event = event;
        this.part = ChunkEvent.Part.class.isAssignableFrom(event);
    }

    /** Returns the name on the wire. */
    public String wire() {
        return wire;
    }

    /** Returns the record class of such an event. */
    public Class<? extends ChunkEvent> event() {
        return event;
    }

    public boolean terminal() {
        return this == DONE || this == ERROR;
    }

    /** Returns whether it is a piece of what the model says. */
    public boolean part() {
        return part;
    }

    /** Returns whether it is an event of a turn; the others are for readers who follow the session. */
    public boolean ofTurn() {
        return !ChunkEvent.OfSession.class.isAssignableFrom(event);
    }

    public static EventType of(ChunkEvent event) {
        return switch (event) {
            case Started s -> STARTED;
            case Delta d -> DELTA;
            case Reasoning r -> REASONING;
            case ToolCall c -> TOOL_CALL;
            case Sealed s -> SEALED;
            case Done d -> DONE;
            case TurnError f -> ERROR;
            case Queued q -> QUEUED;
            case TurnPrompt o -> PROMPT;
            case Forgotten f -> FORGOTTEN;
        };
    }

    /**
     * Reads the name on the wire. Empty for a type that this version does not know: such events are counted and
     * skipped.
     */
    public static Optional<EventType> parse(byte[] wire) {
        for (EventType type : ALL) {
            if (Arrays.equals(type.wireBytes, wire)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    byte[] wireBytes() {
        return wireBytes.clone();
    }
}
