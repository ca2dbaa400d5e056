package dev.rivulet.client;

/** An event of a session. */
public sealed interface SessionEvent {

    /**
     * The conversation so far. It comes first and replaces what was shown; it comes again if the stream was interrupted
     * meanwhile.
     */
    record Opening(Conversation conversation) implements SessionEvent {}

    /** A turn waits behind another. */
    record Queued(SubmittedTurn turn) implements SessionEvent {}

    /** A turn is opened: it is the current turn of the session from here on. */
    record Asked(SubmittedTurn turn) implements SessionEvent {}

    /** A chunk of the current turn. */
    record TurnChunk(String turnId, Chunk chunk) implements SessionEvent {}

    /** A turn is done or was cancelled. */
    record Ended(String turnId, TurnEnd end) implements SessionEvent {}

    /**
     * A turn failed.
     *
     * @param timings null if they are not known
     */
    record Failed(String turnId, TurnFailure failure, Timings timings) implements SessionEvent {}

    /** The session was forgotten. */
    record Forgotten() implements SessionEvent {}

    /**
     * How many follow the session now, this stream included: 1 until another number is said. Has no place among the
     * other events, and is not there where a gateway does not count.
     */
    record Watching(int readers) implements SessionEvent {}
}
