package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.worker.coordinator.session.SessionLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * How a worker coordinates.
 *
 * @param worker the id of this process
 * @param threads Kafka Streams threads
 * @param standbyReplicas copies of the state that other workers keep ready
 * @param stateDir where the local state is kept; empty: a temporary folder
 * @param conversationRetention how long an idle session's conversation is remembered
 * @param maxRecordBytes the largest record of the topics
 * @param maxStateBytes the largest record of state
 */
public record CoordinatorSettings(String worker, SessionLimits limits, int threads, int standbyReplicas,
        Optional<String> stateDir, Duration conversationRetention, int maxRecordBytes, int maxStateBytes) {}
