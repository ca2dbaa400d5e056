package dev.rivulet.testkit.kafka;

/**
 * The embedded cluster could not be started, or was asked for something it cannot do. The message is one sentence that a
 * person at a terminal can act on: it names the port or the directory at fault.
 */
public final class EmbeddedKafkaException extends RuntimeException {

    EmbeddedKafkaException(String message) {
        super(message);
    }

    EmbeddedKafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
