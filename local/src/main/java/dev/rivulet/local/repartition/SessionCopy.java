package dev.rivulet.local.repartition;

import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.CopiedFrom;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.coordinator.streams.IndexedTurn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies the records of all sessions, in the order that keeps what a worker would find after a takeover: what the
 * coordinators have read is before what they are to read, and what they remember of results says where the copies are.
 */
final class SessionCopy {

    private final TopicAdmin admin;
    private final RecordCopy copy;
    private final InstallationNames source;
    private final InstallationNames target;
    private final Consumer<String> progress;
    private final CopiedOffsets results = new CopiedOffsets();

    /**
     * @param source without coordinators
     * @param target has empty topics
     * @param progress is told what was copied
     */
    SessionCopy(TopicAdmin admin, RecordCopy copy, InstallationNames source, InstallationNames target,
            Consumer<String> progress) {
        this.admin = admin;
        this.copy = copy;
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    void run() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.committed(source.group());
        List<Long> readResults = read(Topic.TURN_RESULTS, committed);
        List<Long> readCommands = read(Topic.PROMPT_REQUESTS, committed);
        List<Long> firstResults = offsets(Topic.TURN_RESULTS, OffsetSpec.earliest());
        List<Long> firstCommands = offsets(Topic.PROMPT_REQUESTS, OffsetSpec.earliest());
        List<Long> lastResults = offsets(Topic.TURN_RESULTS, OffsetSpec.latest());
        for (int partition = 0; partition < lastResults.size(); partition++) {
            results.expect(partition, firstResults.get(partition), lastResults.get(partition));
        }
        CountedResults counted = CountedResults.of(readResults, read(Topic.TURN_RESULTS,
                admin.committed(source.usageGroup())));
        long ends = results(firstResults, counted.before());
        if (counted.isBefore()) {
            commitCounted();
        }
        ends += results(counted.before(), readResults);
        long commands = topic(source.of(Topic.PROMPT_REQUESTS), firstCommands, readCommands);
        commitEnds();
        ends += results(readResults, counted.after());
        if (!counted.isBefore()) {
            commitCounted();
        }
        ends += results(counted.after(), lastResults);
        say(source.of(Topic.TURN_RESULTS), ends);
        events();
        state(Changelog.ACTIVE_TURNS, RecordCopy.Change::none);
        state(Changelog.CONVERSATIONS, this::whereResultsAre);
        // Last, because a prompt that was on its way when the topics were closed may have come since.
        List<Long> from = readCommands;
        List<Long> to = offsets(Topic.PROMPT_REQUESTS, OffsetSpec.latest());
        while (!to.equals(from)) {
            commands += topic(source.of(Topic.PROMPT_REQUESTS), from, to);
            from = to;
            to = offsets(Topic.PROMPT_REQUESTS, OffsetSpec.latest());
        }
        say(source.of(Topic.PROMPT_REQUESTS), commands);
    }

    /** Returns up to where coordinators have read: without a commit they begin at the first record. */
    private List<Long> read(Topic topic, Map<TopicPartition, OffsetAndMetadata> committed)
            throws InterruptedException {
        List<Long> first = offsets(topic, OffsetSpec.earliest());
        List<Long> read = new ArrayList<>();
        for (int partition = 0; partition < first.size(); partition++) {
            OffsetAndMetadata next = committed.get(new TopicPartition(source.of(topic), partition));
            read.add(next == null ? first.get(partition) : Math.max(first.get(partition), next.offset()));
        }
        return read;
    }

    /** What was copied so far is what the coordinators have read. */
    private void commitEnds() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> ends = ends(Topic.PROMPT_REQUESTS);
        ends.putAll(ends(Topic.TURN_RESULTS));
        admin.commit(target.group(), ends);
    }

    /** What was copied so far is what is in the sums of usage, if anything ever was. */
    private void commitCounted() throws InterruptedException {
        if (admin.partitions(source.of(Topic.USAGE)) > 0) {
            admin.commit(target.usageGroup(), ends(Topic.TURN_RESULTS));
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> ends(Topic topic) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        List<Long> offsets = admin.offsets(target.of(topic), OffsetSpec.latest());
        for (int partition = 0; partition < offsets.size(); partition++) {
            ends.put(new TopicPartition(target.of(topic), partition), new OffsetAndMetadata(offsets.get(partition)));
        }
        return ends;
    }

    private long results(List<Long> from, List<Long> to) {
        long copied = 0;
        for (int partition = 0; partition < from.size(); partition++) {
            copied += copy.copy(new TopicPartition(source.of(Topic.TURN_RESULTS), partition), from.get(partition),
                    to.get(partition), target.of(Topic.TURN_RESULTS), RecordCopy.Change::none,
                    (record, offset) -> results.add(record.partition(), record.offset(), offset));
        }
        return copied;
    }

    private void events() throws InterruptedException {
        String events = source.of(Topic.CHUNK_EVENTS);
        say(events, topic(events, admin.offsets(events, OffsetSpec.earliest()),
                admin.offsets(events, OffsetSpec.latest()), SessionCopy::whereItWas));
    }

    private static Optional<ProducerRecord<byte[], byte[]>> whereItWas(ConsumerRecord<byte[], byte[]> record,
            ProducerRecord<byte[], byte[]> made) {
        new CopiedFrom(record.partition(), record.offset()).writeTo(made.headers());
        return Optional.of(made);
    }

    private void state(Changelog changelog, RecordCopy.Change change) throws InterruptedException {
        String name = source.of(changelog);
        if (admin.partitions(name) > 0) {
            say(name, topic(name, admin.offsets(name, OffsetSpec.earliest()),
                    admin.offsets(name, OffsetSpec.latest()), change));
        }
    }

    private Optional<ProducerRecord<byte[], byte[]>> whereResultsAre(ConsumerRecord<byte[], byte[]> record,
            ProducerRecord<byte[], byte[]> made) {
        if (!IndexedTurn.isEntry(record.key())) {
            return Optional.of(made);
        }
        int partition = copy.partition(IndexedTurn.sessionOf(record.key()));
        Optional<byte[]> entry = record.value() == null
                ? Optional.empty()
                : IndexedTurn.ofCopy(record.value(), offset -> results.of(record.partition(), offset));
        // Without a value the entry is deleted, or stays so.
        return Optional.of(new ProducerRecord<>(made.topic(), partition, made.timestamp(), made.key(),
                entry.orElse(null), made.headers()));
    }

    private long topic(String name, List<Long> from, List<Long> to) {
        return topic(name, from, to, RecordCopy.Change::none);
    }

    private long topic(String name, List<Long> from, List<Long> to, RecordCopy.Change change) {
        long copied = 0;
        for (int partition = 0; partition < from.size(); partition++) {
            copied += copy.copy(new TopicPartition(name, partition), from.get(partition), to.get(partition),
                    target.like(source, name), change, (record, offset) -> {});
        }
        return copied;
    }

    private List<Long> offsets(Topic topic, OffsetSpec which) throws InterruptedException {
        return admin.offsets(source.of(topic), which);
    }

    private void say(String topic, long records) {
        progress.accept("copied " + topic + ": " + records + (records == 1 ? " record" : " records"));
    }
}
