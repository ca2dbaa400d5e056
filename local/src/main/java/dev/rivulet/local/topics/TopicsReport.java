package dev.rivulet.local.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * The topics of an installation, its turns and its workers.
 *
 * @param group the workers' consumer group: their Kafka Streams application id
 * @param turns empty if the workers' state could not be read in time
 * @param workers with a recent heartbeat
 */
public record TopicsReport(String bootstrapServers, List<TopicStats> topics, String group,
        Optional<TurnStats> turns,
        List<WorkerStats> workers) {

    long lag() {
        return topics.stream().filter(topic -> topic.lag() != null).mapToLong(TopicStats::lag).sum();
    }

    /** Returns the ids of the workers that are alive. */
    public List<String> liveWorkers() {
        return workers.stream().filter(WorkerStats::alive).map(WorkerStats::id).toList();
    }

    /** Returns what keeps turns waiting although there are workers. */
    Optional<String> missingRole() {
        if (workers.isEmpty()) {
            return Optional.empty();
        }
        if (workers.stream().noneMatch(worker -> worker.alive() && worker.status().coordinates())) {
            return Optional.of("no worker coordinates sessions: prompts wait");
        }
        return workers.stream().noneMatch(worker -> worker.alive() && worker.status().executes())
                ? Optional.of("no worker executes turns: they wait")
                : Optional.empty();
    }

    /** Returns one JSON object, for scripts. Durations are in milliseconds, times in RFC 3339. */
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
        workers.forEach(worker -> {
            ObjectNode one = live.addObject().put("id", worker.id()).put("silentMs", worker.silent().toMillis())
                    .put("alive", worker.alive()).put("coordinates", worker.status().coordinates())
                    .put("executes", worker.status().executes());
            worker.status().load().ifPresent(load -> one.put("running", load.running()).put("waiting", load.waiting())
                    .put("room", load.room()));
        });
        return report.toPrettyString();
    }
}
