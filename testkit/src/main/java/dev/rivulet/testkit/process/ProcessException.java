package dev.rivulet.testkit.process;

/** A process did not start or ended unexpectedly. The message is for the user. */
public final class ProcessException extends RuntimeException {

    public ProcessException(String message) {
        super(message);
    }

    ProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
