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
 * Who listens to one partition, and how far it has been handed out. Attaching and handing out a poll exclude one
 * another, which is what makes {@link Subscription#position()} exact.
 */
final class PartitionTail {

    private final GatewayMeters meters;
    private final SelectionIndex<Subscription> listeners = new SelectionIndex<>(); // guarded by this
    private final PendingReplies replies;
    private long position; // guarded by this

    PartitionTail(GatewayMeters meters, PendingReplies replies) {
        this.meters = meters;
        this.replies = replies;
    }

    synchronized long position() {
        return position;
    }

    synchronized Subscription attach(Selection wanted, EventLoop loop, TailListener listener) {
        Subscription subscription = new Subscription(this, wanted, loop, listener, position);
        listeners.add(wanted, subscription);
        return subscription;
    }

    synchronized void detach(Subscription subscription) {
        listeners.remove(subscription.wanted(), subscription);
    }

    /** Puts the records of one poll into the batches of those who listen. Tailer's thread. */
    synchronized void dispatch(List<ConsumerRecord<ByteBuffer, byte[]>> records, LoopBatches batches) {
        if (!listeners.isEmpty() || !replies.isEmpty()) {
            records.forEach(record -> dispatch(record, batches));
        }
        position = records.getLast().offset() + 1;
    }

    /** The tail goes on elsewhere: whoever listens has to find out what it missed. Tailer's thread. */
    synchronized void restartAt(long offset, LoopBatches batches) {
        position = offset;
        listeners.all().forEach(batches::resync);
    }

    private void dispatch(ConsumerRecord<ByteBuffer, byte[]> record, LoopBatches batches) {
        Optional<ChunkHeaders> headers = ChunkHeaders.read(record.headers());
        if (headers.isEmpty() || record.value() == null) {
            if (!replies.take(record)) {
                meters.unknownEvent();
            }
            return;
        }
        listeners.match(headers.get(), listeners.wantsKeys() ? record.key() : null,
                subscription -> batches.add(subscription,
                        ChunkRecord.of(record.offset(), headers.get(), record.value())));
    }
}
