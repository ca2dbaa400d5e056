package dev.rivulet.client;

/** Something that happened in a session. */
public sealed interface SessionEvent {

    /** Where the stream begins: the conversation so far, which replaces what was shown. It comes again if it was cut off. */
    record Opening(Conversation conversation) implements SessionEvent {}

    /** A prompt waits behind another turn. */
    record Queued(SubmittedTurn turn) implements SessionEvent {}

    /** A turn opens: from here on it is the session's current one. */
    record Asked(SubmittedTurn turn) implements SessionEvent {}

    /** A piece of the current turn's answer. */
    record TurnChunk(String turnId, Chunk chunk) implements SessionEvent {}

    /** A turn is done, or was cancelled. */
    record Ended(String turnId, TurnEnd end) implements SessionEvent {}

    /** A turn failed. */
    record Failed(String turnId, TurnFailure failure) implements SessionEvent {}

    /** The session was forgotten. */
    record Forgotten() implements SessionEvent {}
}
