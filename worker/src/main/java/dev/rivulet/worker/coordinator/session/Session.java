package dev.rivulet.worker.coordinator.session;

/** The whole state of a session: one part from each of the two state stores. */
public record Session(ActiveTurns active, Conversation conversation) {

    static final Session NEW = new Session(ActiveTurns.IDLE, Conversation.EMPTY);
}
