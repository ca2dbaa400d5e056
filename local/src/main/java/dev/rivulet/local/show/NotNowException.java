package dev.rivulet.local.show;

/** What the page asked for cannot be done now. The message is a sentence for people. */
final class NotNowException extends RuntimeException {

    NotNowException(String message) {
        super(message);
    }
}
