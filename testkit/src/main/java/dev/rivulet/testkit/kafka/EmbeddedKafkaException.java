package dev.rivulet.testkit.kafka;

/**
 * The embedded cluster could not start, or cannot do what was requested. The message is for a person at a terminal: it
 * names the port or directory at fault.
 */
public final class EmbeddedKafkaException extends RuntimeException {

    EmbeddedKafkaException(String message) {
        super(message);
    }

    EmbeddedKafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
