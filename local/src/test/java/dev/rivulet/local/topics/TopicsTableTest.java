package dev.rivulet.local.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.liveness.WorkerStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicsTableTest {

    private static final Instant OLDEST = Instant.parse("2026-11-22T23:50:00.123Z");
    private static final List<TopicStats> TOPICS = List.of(
            new TopicStats("prompt-requests", 12, 100, 1_334, 5_000L, Duration.ofDays(7).toMillis(), OLDEST, 3L),
            new TopicStats("chunk-events", 12, 0, 0, null, Duration.ofMinutes(90).toMillis(), null, null),
            new TopicStats("turn-results", 12, 7, 9, 3L << 20, -1L, OLDEST, 1L),
            new TopicStats("worker-heartbeats", 1, 0, 50, 512L, null, OLDEST, null));

    @Test
    void aRowForEachTopicAndTheLagOfAllOfThem() {
        assertThat(TopicsTable.of(report(Optional.of(new TurnStats(2, 1, 2)), worker("w1", 1, true)), false))
                .isEqualTo("""
                        Kafka at broker:9092

                        topic              partitions  records  on disk       kept         oldest record  lag
                        prompt-requests            12    1,234  4.9 KiB        7 d  2026-11-22T23:50:00Z    3
                        chunk-events               12        0        -     90 min                     -    -
                        turn-results               12        2  3.0 MiB   for ever  2026-11-22T23:50:00Z    1
                        worker-heartbeats           1    <= 50    512 B  compacted  2026-11-22T23:50:00Z    -

                        workers read as rivulet-worker: lag 4
                        turns: 2 open, 1 waiting, in 2 sessions
                        workers: w1
                        """);
    }

    @Test
    void whatNeedsALookIsSaidInWordsAndOnlyWhereThereAreColoursInColourToo() {
        TopicsReport report = report(Optional.empty(), worker("w1", 130, false));
        assertThat(TopicsTable.of(report, false)).contains("w1 (silent for 2 min)", "cannot be read here in time")
                .doesNotContain("\u001b");
        assertThat(TopicsTable.of(report, true)).contains("\u001b[31mw1 (silent for 2 min)\u001b[0m");
    }

    @Test
    void scriptsGetTheSameFigures() throws IOException {
        JsonNode json = Json.MAPPER
                .readTree(report(Optional.of(new TurnStats(2, 1, 2)), worker("w1", 1, true)).json());
        assertThat(json.at("/topics/0/records").asLong()).isEqualTo(1_234);
        assertThat(json.at("/topics/0/oldest").asText()).isEqualTo("2026-11-22T23:50:00.123Z");
        assertThat(json.at("/topics/3/retentionMs").isNull()).isTrue();
        assertThat(json.at("/topics/3/lag").isNull()).isTrue();
        assertThat(json.at("/group/lag").asLong()).isEqualTo(4);
        assertThat(json.at("/turns/waiting").asLong()).isEqualTo(1);
        assertThat(json.at("/workers/0/silentMs").asLong()).isEqualTo(1_000);
    }

    @Test
    void eachWorkerSaysWhatItDoesAndARoleThatNoneHasIsMissed() throws IOException {
        WorkerStats executor = worker("e1", 1, true, new WorkerStatus(List.of("execute"), 3, 1, 0));
        TopicsReport executors = report(Optional.empty(), executor);
        WorkerStats coordinator = worker("c1", 1, true, new WorkerStatus(List.of("coordinate"), null, null, null));
        TopicsReport coordinators = report(Optional.empty(), coordinator);

        assertThat(TopicsTable.of(executors, false)).contains(
                "workers: e1 (executes; 3 running, 1 waiting, room for 0)\n",
                "no worker coordinates sessions: prompts wait\n");
        assertThat(TopicsTable.of(coordinators, false)).contains("workers: c1 (coordinates)\n",
                "no worker executes turns: they wait\n");
        assertThat(TopicsTable.of(report(Optional.empty(), executor, coordinator), false)).doesNotContain("no worker");
        assertThat(Json.MAPPER.readTree(executors.json()).at("/workers/0/running").asInt()).isEqualTo(3);
        assertThat(Json.MAPPER.readTree(executors.json()).at("/workers/0/coordinates").asBoolean()).isFalse();
    }

    private static TopicsReport report(Optional<TurnStats> turns, WorkerStats... workers) {
        return new TopicsReport("broker:9092", TOPICS, "rivulet-worker", turns, List.of(workers));
    }

    private static WorkerStats worker(String id, long silentSeconds, boolean alive) {
        return worker(id, silentSeconds, alive, WorkerStatus.UNKNOWN);
    }

    private static WorkerStats worker(String id, long silentSeconds, boolean alive, WorkerStatus status) {
        return new WorkerStats(id, Duration.ofSeconds(silentSeconds), alive, status);
    }
}
