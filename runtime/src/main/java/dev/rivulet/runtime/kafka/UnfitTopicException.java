package dev.rivulet.runtime.kafka;

/** A topic exists in a form that cannot serve. The message is a sentence for the operator; the process stops with it. */
public final class UnfitTopicException extends RuntimeException {

    UnfitTopicException(String message) {
        super(message);
    }
}
