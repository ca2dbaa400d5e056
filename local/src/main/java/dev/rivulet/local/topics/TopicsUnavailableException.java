package dev.rivulet.local.topics;

/** The topics could not be inspected. The message is for the user. */
public final class TopicsUnavailableException extends RuntimeException {

    TopicsUnavailableException(String message) {
        super(message, null, false, false);
    }
}
