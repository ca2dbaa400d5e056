package dev.rivulet.local.topics;

/** The topics could not be looked at; the message is a sentence for whoever asked. */
public final class TopicsUnavailableException extends RuntimeException {

    TopicsUnavailableException(String message) {
        super(message, null, false, false);
    }
}
