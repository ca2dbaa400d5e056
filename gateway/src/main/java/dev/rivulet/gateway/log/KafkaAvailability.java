package dev.rivulet.gateway.log;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.problem.ProblemException;
import java.util.Optional;

/**
 * Says whether Kafka can be used. HTTP is served before Kafka is reached for the first time, and while it is
 * unavailable. Thread-safe.
 */
public final class KafkaAvailability {

    private volatile KafkaAccess access; // null until Kafka is reached for the first time
    private volatile boolean closing;

    /**
     * Returns the access to Kafka.
     *
     * @throws ProblemException {@code kafka_unavailable} or {@code shutting_down}
     */
    public KafkaAccess require() {
        problem().ifPresent(problem -> {
            throw problem;
        });
        return access;
    }

    /** Returns why requests cannot be served now; empty if they can. */
    public Optional<ProblemException> problem() {
        if (closing) {
            return Optional.of(ProblemException.shuttingDown("Use another gateway."));
        }
        KafkaAccess reached = access;
        return reached != null && reached.isReady()
                ? Optional.empty()
                : Optional.of(ProblemException.kafkaUnavailable());
    }

    /** Returns whether this gateway prefers the partition of a session: any, as long as Kafka was not reached. */
    public boolean prefers(OwnedSession session) {
        KafkaAccess reached = access;
        return reached == null || reached.prefers(session);
    }

    /** Returns whether the gateway is shutting down. */
    public boolean isClosing() {
        return closing;
    }

    /** Called when Kafka is reached for the first time. */
    public void connected(KafkaAccess reached) {
        access = reached;
    }

    /** From now on {@link #require} throws {@code shutting_down}. */
    public void shutDown() {
        closing = true;
    }
}
