package dev.rivulet.local.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What is in the topics of an installation, and who works on it.
 *
 * @param group the workers' consumer group, which is their Kafka Streams application id
 * @param turns empty when the workers' state could not be read in time
 * @param workers that have been heard of lately
 */
public record TopicsReport(String bootstrapServers, List<TopicStats> topics, String group,
        Optional<TurnStats> turns,
        List<WorkerStats> workers) {

    long lag() {
        return topics.stream().filter(topic -> topic.lag() != null).mapToLong(TopicStats::lag).sum();
    }

    /** For scripts: one JSON object. Times are milliseconds, or RFC 3339 where they are moments. */
    public String json() {
        ObjectNode report = Json.MAPPER.createObjectNode().put("bootstrapServers", bootstrapServers);
        ArrayNode list = report.putArray("topics");
        topics.forEach(topic -> list.addObject().put("name", topic.name()).put("partitions", topic.partitions())
                .put("begin", topic.begin()).put("end", topic.end()).put("records", topic.records())
                .put("bytes", topic.bytes()).put("compacted", topic.compacted()).put("retentionMs", topic.retentionMs())
                .put("oldest", topic.oldest() == null ? null : topic.oldest().toString()).put("lag", topic.lag()));
        report.putObject("group").put("id", group).put("lag", lag());
        turns.ifPresentOrElse(count -> report.putObject("turns").put("open", count.open())
                .put("waiting", count.waiting()).put("sessions", count.sessions()), () -> report.putNull("turns"));
        ArrayNode live = report.putArray("workers");
        workers.forEach(worker -> live.addObject().put("id", worker.id()).put("silentMs", worker.silent().toMillis())
                .put("alive", worker.alive()));
        return report.toPrettyString();
    }
}
