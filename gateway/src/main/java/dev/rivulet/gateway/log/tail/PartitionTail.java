package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.SelectionIndex;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The listeners of one partition, and the offset up to which its records were dispatched. Attaching and dispatching
 * exclude each other, so {@link Subscription#position()} is exact.
 */
final class PartitionTail {

    private final GatewayMeters meters;
    private final SelectionIndex<Subscription> subscriptions = new SelectionIndex<>(); // guarded by this
    private final PendingReplies replies;
    private long position; // guarded by this
    private Truncation truncation = Truncation.NONE; // guarded by this

    PartitionTail(GatewayMeters meters, PendingReplies replies) {
        this.meters = meters;
        this.replies = replies;
    }

    synchronized long position() {
        return position;
    }

    synchronized Truncation truncation() {
        return truncation;
    }

    /** Notes that the records from an offset on were lost. Must be called before {@link #restartAt}. */
    synchronized void truncatedAt(long offset) {
        truncation = truncation.next(offset);
    }

    synchronized Subscription attach(Selection selection, EventLoop loop, TailListener listener) {
        Subscription subscription = new Subscription(this, selection, loop, listener, position);
        subscriptions.add(selection, subscription);
        return subscription;
    }

    synchronized void detach(Subscription subscription) {
        subscriptions.remove(subscription.selection(), subscription);
    }

    /** Adds the records of one poll to the batches of their listeners. Must be called on the tailer's thread. */
    synchronized void dispatch(List<ConsumerRecord<ByteBuffer, byte[]>> records, LoopBatches batches) {
        if (!subscriptions.isEmpty() || !replies.isEmpty()) {
            records.forEach(record -> dispatch(record, batches));
        }
        position = records.getLast().offset() + 1;
    }

    /** Continues at another offset; listeners must find out what they missed. Must be called on the tailer's thread. */
    synchronized void restartAt(long offset, LoopBatches batches) {
        position = offset;
        subscriptions.all().forEach(batches::resync);
    }

    private void dispatch(ConsumerRecord<ByteBuffer, byte[]> record, LoopBatches batches) {
        Optional<ChunkHeaders> headers = ChunkHeaders.read(record.headers());
        if (headers.isEmpty() || record.value() == null) {
            if (!replies.complete(record)) {
                meters.unknownEvent();
            }
            return;
        }
        List<Subscription> matching = subscriptions.needsKey(headers.get())
                ? subscriptions.matching(headers.get(), record.key())
                : List.of();
        if (!matching.isEmpty()) {
            ChunkRecord event = ChunkRecord.of(record.offset(), headers.get(), record.value());
            matching.forEach(subscription -> batches.add(subscription, event));
        }
    }
}
