package dev.rivulet.client;

import java.util.List;

/**
 * The result of forgetting a session.
 *
 * @param remains what Kafka still holds, and until when
 */
public record ForgetResult(String sessionId, List<RetainedTopic> remains) {

    public ForgetResult {
        remains = remains == null ? List.of() : List.copyOf(remains);
    }

    /**
     * Records of a session that Kafka has not deleted yet.
     *
     * @param until when the last of them is deleted at the latest (RFC 3339); null if compaction decides, or never
     * @param policy Kafka's {@code cleanup.policy}
     */
    public record RetainedTopic(String topic, String until, String policy) {}
}
