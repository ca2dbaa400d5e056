package dev.rivulet.worker.coordinator.streams;

/** The new state of a session does not fit its changelog. It was not stored. */
final class StateTooLargeException extends RuntimeException {

    StateTooLargeException(int bytes) {
        super("the session's state would take " + bytes + " bytes, more than its changelog takes");
    }
}
