package dev.rivulet.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.topic.Topic;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPlanTest {

    @ParameterizedTest
    @CsvSource({"3,1,1,1", "3,2,2,1", "3,3,3,2", "3,5,3,2", "1,5,1,1", "2,5,2,1", "70000,5,5,4"})
    void copiesAreNeverMoreThanBrokersAndOneMayBeAway(int wanted, int brokers, short replication, String minInSync) {
        TopicPlan plan = new TopicPlan(Settings.topics("replication-factor", Integer.toString(wanted)), brokers, 12);
        for (Topic topic : Topic.values()) {
            assertThat(plan.creation(topic).replicationFactor()).isEqualTo(replication);
            assertThat(plan.creation(topic).configs()).containsEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    minInSync);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,16", "2,32", "3,48", "100,48"})
    void partitionsGoWithTheBrokersUnlessTheyAreConfigured(int brokers, int partitions) {
        assertThat(TopicsConfig.partitions(Settings.topics(), brokers)).isEqualTo(partitions);
        assertThat(TopicsConfig.partitions(Settings.topics("partitions", "7"), brokers)).isEqualTo(7);
    }

    @Test
    void topicsHaveThePrefixAndTheNumberOfPartitionsButForHeartbeatsAndDeadLetters() {
        TopicPlan plan = new TopicPlan(Settings.topics("prefix", "team-"), 3, 7);
        assertThat(Stream.of(Topic.values()).map(plan::creation).map(NewTopic::name)).containsExactly(
                "team-prompt-requests", "team-chunk-events", "team-turn-results", "team-dead-letters",
                "team-worker-heartbeats", "team-turn-jobs", "team-usage");
        assertThat(Stream.of(Topic.values()).map(plan::creation).map(NewTopic::numPartitions)).containsExactly(7, 7, 7,
                4, 1, 7, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "1s", "90s", "10m", "6h", "7d", "3650d"})
    void aSegmentIsShorterThanWhatIsKeptSoThatRetentionTakesEffect(String retention) {
        TopicPlan plan = new TopicPlan(Settings.topics("chunk-events-retention", retention), 1, 12);
        Map<String, String> settings = plan.creation(Topic.CHUNK_EVENTS).configs();
        long kept = Long.parseLong(settings.get(TopicConfig.RETENTION_MS_CONFIG));
        assertThat(Long.parseLong(settings.get(TopicConfig.SEGMENT_MS_CONFIG))).isPositive()
                .isLessThanOrEqualTo(Math.max(1, kept / 2));
    }

    @ParameterizedTest
    @EnumSource(value = Topic.class, mode = EnumSource.Mode.EXCLUDE, names = {"WORKER_HEARTBEATS", "USAGE"})
    void recordsAreKeptForTheirTimeUnderTheirOwnTimestamps(Topic topic) {
        TopicsConfig retention = Settings.topics("prompt-requests-retention", "1h", "chunk-events-retention", "2h",
                "turn-results-retention", "3h", "dead-letters-retention", "4h",
                "turn-jobs-retention", "6h", "max-record-bytes", "2m");
        assertThat(new TopicPlan(retention, 1, 12).creation(topic).configs())
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete")
                .containsEntry(TopicConfig.RETENTION_MS_CONFIG, Long.toString((topic.ordinal() + 1) * 3_600_000L))
                .containsEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "2097152")
                .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    }

    @Test
    void heartbeatsAreCompacted() {
        assertThat(new TopicPlan(Settings.topics(), 1, 12).creation(Topic.WORKER_HEARTBEATS).configs())
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")
                .doesNotContainKey(TopicConfig.RETENTION_MS_CONFIG);
    }

    @Test
    void ofWhatWasUsedTheLastSumIsKeptForItsTime() {
        assertThat(new TopicPlan(Settings.topics("usage-retention", "30d"), 1, 12).creation(Topic.USAGE).configs())
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete")
                .containsEntry(TopicConfig.RETENTION_MS_CONFIG, Long.toString(30 * 86_400_000L))
                .containsEntry(TopicConfig.SEGMENT_MS_CONFIG, "86400000");
    }
}
