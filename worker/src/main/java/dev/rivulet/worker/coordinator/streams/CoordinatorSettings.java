package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.kafka.PublishTimeouts;
import dev.rivulet.worker.coordinator.session.SessionLimits;
import dev.rivulet.worker.coordinator.session.StoredConversation;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a worker's coordination.
 *
 * @param worker the id of this process
 * @param models what turns may ask for
 * @param threads Kafka Streams threads
 * @param standbyReplicas how many other workers keep a copy of the state ready
 * @param stateDir the directory for local state; empty: a temporary one
 * @param conversationRetention how long an idle session's conversation is remembered
 * @param maxFailures after so many failures of threads within the window, the process ends
 * @param resultsRetention how long it is known where the results of ended turns are
 * @param failureWindow how long a failure of a thread is counted
 * @param maxRecordBytes the largest record that the topics take
 * @param maxStateBytes the largest record that the changelogs take
 * @param activeTurnBytes how much of the heap the turns of all sessions may take in the state
 * @param followerCounts how many counts of followers are kept, each of one session at one gateway
 * @param timeouts how long a record may take to reach Kafka
 */
public record CoordinatorSettings(String worker, SessionLimits limits, ModelLimits models, int threads,
        int standbyReplicas, Optional<String> stateDir, Duration conversationRetention, Duration resultsRetention,
        int maxFailures,
        Duration failureWindow, int maxRecordBytes, int maxStateBytes, long activeTurnBytes,
        int followerCounts, PublishTimeouts timeouts) {

    private static final Duration MARGIN = Duration.ofMinutes(10);

    StoredConversation.Retention retention() {
        return new StoredConversation.Retention(conversationRetention, atMost(limits.keyWindow()), atMost(ids()),
                resultsRetention);
    }

    /**
     * Returns how long state is kept that has no text and no keys. Without it a prompt that is replayed after a crash
     * would run again, unless that is so old that it is refused for its age.
     */
    private Duration ids() {
        return limits.clockTolerance().plus(limits.queueTimeout()).plus(MARGIN);
    }

    private Duration atMost(Duration kept) {
        return kept.compareTo(conversationRetention) < 0 ? kept : conversationRetention;
    }
}
