package dev.rivulet.gateway.log;

import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;

/** Whether Kafka can be used: HTTP is served before Kafka was reached, and while Kafka is away. Thread-safe. */
public final class KafkaAvailability {

    private volatile KafkaAccess access; // null until Kafka was reached once
    private volatile boolean closing;

    /**
     * Returns the access to Kafka, if it can be used.
     *
     * @throws ProblemException {@code kafka_unavailable} or {@code shutting_down}
     */
    public KafkaAccess require() {
        obstacle().ifPresent(problem -> {
            throw problem;
        });
        return access;
    }

    /** Returns why nothing can be served now; empty if all is well. */
    public Optional<ProblemException> obstacle() {
        if (closing) {
            return Optional.of(ProblemException.shuttingDown("Use another gateway."));
        }
        KafkaAccess reached = access;
        return reached != null && reached.isReady()
                ? Optional.empty()
                : Optional.of(ProblemException.kafkaUnavailable());
    }

    /** Returns whether the process stops. */
    public boolean isClosing() {
        return closing;
    }

    /** Kafka was reached. */
    public void open(KafkaAccess reached) {
        access = reached;
    }

    /** Nothing new is served from now on. */
    public void close() {
        closing = true;
    }
}
