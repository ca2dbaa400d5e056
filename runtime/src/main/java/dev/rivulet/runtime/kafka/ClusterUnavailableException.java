package dev.rivulet.runtime.kafka;

/** The cluster did not answer in time, or refused this process. The message is a sentence for the operator. */
public final class ClusterUnavailableException extends RuntimeException {

    ClusterUnavailableException(KafkaConfig config, Throwable cause) {
        super("Kafka at " + config.bootstrapServers() + " cannot be used: " + cause.getMessage()
                + " (KAFKA_BOOTSTRAP_SERVERS names another.)", cause);
    }
}
