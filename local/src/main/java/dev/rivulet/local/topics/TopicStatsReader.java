package dev.rivulet.local.topics;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Gets statistics of topics from the brokers, without reading records. */
record TopicStatsReader(Admin admin) {

    /** The brokers' responses, from about the same moment. */
    private record BrokerData(Map<TopicPartition, ListOffsetsResultInfo> first,
            Map<TopicPartition, ListOffsetsResultInfo> next,
            Map<TopicPartition, ListOffsetsResultInfo> oldest, Map<String, Long> bytes, Map<String, Config> settings,
            Map<TopicPartition, OffsetAndMetadata> committed) {}

    /**
     * Returns the statistics in the order of the names.
     *
     * @param group the consumer group for the lag
     * @param read the topics that the group reads
     */
    List<TopicStats> stats(List<String> names, String group, Set<String> read)
            throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> described = admin.describeTopics(names).allTopicNames().get();
        List<TopicPartition> partitions = described.values().stream().flatMap(topic -> IntStream
                .range(0, topic.partitions().size()).mapToObj(i -> new TopicPartition(topic.name(), i))).toList();
        BrokerData data = new BrokerData(offsets(partitions, OffsetSpec.earliest()),
                offsets(partitions, OffsetSpec.latest()),
                offsets(partitions, OffsetSpec.forTimestamp(0)), bytes(), settings(names),
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
        return names.stream().map(name -> stats(name,
                partitions.stream().filter(partition -> partition.topic().equals(name)).toList(), data,
                read.contains(name))).toList();
    }

    private static TopicStats stats(String name, List<TopicPartition> partitions, BrokerData data, boolean read) {
        Config settings = data.settings.get(name);
        boolean compacted = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value()
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        long oldest = partitions.stream().mapToLong(partition -> data.oldest.get(partition).timestamp())
                .filter(time -> time >= 0).min().orElse(-1);
        return new TopicStats(name, partitions.size(), sum(partitions, at -> data.first.get(at).offset()),
                sum(partitions, at -> data.next.get(at).offset()), data.bytes.get(name),
                compacted ? null : Long.valueOf(settings.get(TopicConfig.RETENTION_MS_CONFIG).value()),
                oldest < 0 ? null : Instant.ofEpochMilli(oldest),
                read ? Long.valueOf(sum(partitions, at -> lag(at, data))) : null);
    }

    /** Without a committed offset the group reads from the beginning: see the workers' {@code auto.offset.reset}. */
    private static long lag(TopicPartition partition, BrokerData data) {
        OffsetAndMetadata committed = data.committed.get(partition);
        long first = data.first.get(partition).offset();
        long from = committed == null ? first : Math.max(first, committed.offset());
        return Math.max(0, data.next.get(partition).offset() - from);
    }

    private static long sum(Collection<TopicPartition> partitions, ToLongFunction<TopicPartition> figure) {
        return partitions.stream().mapToLong(figure).sum();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(List<TopicPartition> partitions, OffsetSpec wanted)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(at -> at, at -> wanted))).all().get();
    }

    private Map<String, Config> settings(List<String> names) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Config> found = admin.describeConfigs(
                names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList()).all().get();
        return found.entrySet().stream().collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    /** Returns the size by topic, including replicas on all brokers; empty if this client may not see it. */
    private Map<String, Long> bytes() throws InterruptedException {
        try {
            return bytes(admin.describeCluster().nodes().get());
        } catch (ExecutionException refused) {
            return Map.of();
        }
    }

    private Map<String, Long> bytes(Collection<Node> brokers) throws ExecutionException, InterruptedException {
        Map<String, Long> bytes = new HashMap<>();
        admin.describeLogDirs(brokers.stream().map(Node::id).toList()).allDescriptions().get().values().stream()
                .flatMap(disks -> disks.values().stream()).map(LogDirDescription::replicaInfos)
                .flatMap(replicas -> replicas.entrySet().stream())
                .filter(Predicate.not(replica -> replica.getValue().isFuture()))
                .forEach(replica -> bytes.merge(replica.getKey().topic(), replica.getValue().size(), Long::sum));
        return bytes;
    }
}
