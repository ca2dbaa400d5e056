package dev.rivulet.worker.coordinator.session;

/** The whole state of a session, as it lies in the two stores. */
public record Session(ActiveTurns active, Conversation conversation) {

    static final Session NEW = new Session(ActiveTurns.IDLE, Conversation.EMPTY);
}
