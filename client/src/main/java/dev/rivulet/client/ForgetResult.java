package dev.rivulet.client;

import java.util.List;

/**
 * What became of a request to forget a session.
 *
 * @param remains what Kafka still holds, and until when
 */
public record ForgetResult(String sessionId, List<RetainedTopic> remains) {

    public ForgetResult {
        remains = remains == null ? List.of() : List.copyOf(remains);
    }

    /**
     * @param until when the last of it is deleted at the latest (RFC 3339); null when that is up to compaction, or never happens
     * @param policy Kafka's {@code cleanup.policy}
     */
    public record RetainedTopic(String topic, String until, String policy) {}
}
