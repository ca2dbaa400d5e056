package dev.rivulet.runtime.kafka;

/**
 * An existing topic does not fit: its partitions or settings are wrong. The message is a sentence for the operator; the
 * process stops with it.
 */
public final class UnfitTopicException extends RuntimeException {

    UnfitTopicException(String message) {
        super(message);
    }
}
