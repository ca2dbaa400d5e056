package dev.rivulet.gateway.log;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;

/**
 * Stands between requests and Kafka: HTTP is there before Kafka has been reached, and while Kafka is away. Thread-safe.
 */
public final class KafkaAvailability {

    private volatile KafkaAccess cluster; // null until it was reached once
    private volatile boolean closing;

    /**
     * The cluster, when it can serve.
     *
     * @throws ProblemException {@code kafka_unavailable} or {@code shutting_down}
     */
    public KafkaAccess require() {
        obstacle().ifPresent(problem -> {
            throw problem;
        });
        return cluster;
    }

    /** Why nothing can be served now; empty when all is well. */
    public Optional<ProblemException> obstacle() {
        if (closing) {
            return Optional.of(new ProblemException(ProblemCode.SHUTTING_DOWN, "Use another gateway."));
        }
        KafkaAccess reached = cluster;
        return reached != null && reached.isReady()
                ? Optional.empty()
                : Optional.of(ProblemException.kafkaUnavailable());
    }

    /** Whether the process stops. */
    public boolean isClosing() {
        return closing;
    }

    /** The cluster was reached. */
    public void open(KafkaAccess reached) {
        cluster = reached;
    }

    /** Nothing new is served from now on. */
    public void close() {
        closing = true;
    }
}
