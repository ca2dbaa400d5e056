package dev.rivulet.client;

import java.util.List;

/**
 * What became of a request to forget a session.
 *
 * @param remains what Kafka still holds, and until when
 */
public record Forgetting(String sessionId, List<Remains> remains) {

    public Forgetting {
        remains = remains == null ? List.of() : List.copyOf(remains);
    }

    /** @param until a time (RFC 3339), or what has to happen first; null when it cannot be said */
    public record Remains(String topic, String until) {}
}
