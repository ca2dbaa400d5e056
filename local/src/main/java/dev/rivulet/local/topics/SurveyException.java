package dev.rivulet.local.topics;

/** The topics could not be looked at; the message is a sentence for whoever asked. */
public final class SurveyException extends RuntimeException {

    SurveyException(String message) {
        super(message, null, false, false);
    }
}
