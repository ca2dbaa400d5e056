package dev.rivulet.local.repartition;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.schemas.usage.UsageTotal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies the sums of what was used. Those who count in the new topics go on behind what is in these sums (see {@link
 * SessionCopy}), and count in parts whose names cannot be those of parts here.
 *
 * @param copy reads what was committed
 * @param generation of the source
 * @param progress is told what was copied
 */
record UsageCopy(TopicAdmin admin, RecordCopy copy, InstallationNames source, InstallationNames target, int generation,
        Consumer<String> progress) {

    void run() throws InterruptedException {
        String name = source.of(Topic.USAGE);
        if (admin.partitions(name) == 0) {
            return;
        }
        List<Long> from = admin.offsets(name, OffsetSpec.earliest());
        List<Long> to = admin.offsets(name, OffsetSpec.latest());
        long copied = 0;
        for (int partition = 0; partition < from.size(); partition++) {
            copied += copy.copy(new TopicPartition(name, partition), from.get(partition), to.get(partition),
                    target.of(Topic.USAGE), this::inPartOfItsOwn, (record, offset) -> {});
        }
        progress.accept("copied " + name + ": " + copied + (copied == 1 ? " record" : " records"));
    }

    /** A part is named by a partition and an offset, both of which the new results have too. */
    private Optional<ProducerRecord<byte[], byte[]>> inPartOfItsOwn(ConsumerRecord<byte[], byte[]> record,
            ProducerRecord<byte[], byte[]> made) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            UsageTotal total = Json.read(record.value(), UsageTotal.class);
            UsageTotal moved = total.in(generation + "." + total.part());
            return Optional.of(new ProducerRecord<>(made.topic(),
                    copy.partition(UsageTotal.partitionKey(total.owner())), made.timestamp(),
                    moved.key().getBytes(StandardCharsets.UTF_8), Json.write(moved), made.headers()));
        } catch (UnreadableRecordException hostile) {
            return Optional.empty(); // nobody reads it
        }
    }
}
