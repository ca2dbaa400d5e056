package dev.rivulet.gateway.relay;

import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Who listens to one partition, and how far it has been handed out. Attaching and handing out a poll exclude one
 * another, which is what makes {@link Subscription#position()} exact.
 */
final class PartitionTail {

    private final GatewayMeters meters;
    private final Map<TurnId, List<Subscription>> listeners = new HashMap<>(); // guarded by this
    private final Answers answers;
    private long position; // guarded by this

    PartitionTail(GatewayMeters meters, Answers answers) {
        this.meters = meters;
        this.answers = answers;
    }

    synchronized long position() {
        return position;
    }

    synchronized Subscription attach(TurnId turn, Loop loop, TailListener listener) {
        Subscription subscription = new Subscription(this, turn, loop, listener, position);
        listeners.computeIfAbsent(turn, id -> new ArrayList<>(1)).add(subscription);
        return subscription;
    }

    synchronized void detach(Subscription subscription) {
        listeners.computeIfPresent(subscription.turn(), (turn, all) -> {
            all.remove(subscription);
            return all.isEmpty() ? null : all;
        });
    }

    /** Puts the records of one poll into the batches of those who listen. Tailer's thread. */
    synchronized void dispatch(List<ConsumerRecord<byte[], byte[]>> records, LoopBatches batches) {
        if (!listeners.isEmpty() || answers.anyAwaited()) {
            records.forEach(record -> dispatch(record, batches));
        }
        position = records.getLast().offset() + 1;
    }

    /** The tail goes on elsewhere: whoever listens has to find out what it missed. Tailer's thread. */
    synchronized void restartAt(long offset, LoopBatches batches) {
        position = offset;
        listeners.values().forEach(all -> all.forEach(batches::resync));
    }

    private void dispatch(ConsumerRecord<byte[], byte[]> record, LoopBatches batches) {
        Optional<ChunkHeaders> headers = ChunkHeaders.read(record.headers());
        if (headers.isEmpty() || record.value() == null) {
            if (!answers.take(record)) {
                meters.unknownEvent();
            }
            return;
        }
        List<Subscription> interested = listeners.get(headers.get().turn());
        if (interested != null) {
            ChunkRecord chunk = new ChunkRecord(record.offset(), headers.get().type(), headers.get().attempt(),
                    record.value());
            interested.forEach(subscription -> batches.add(subscription, chunk));
        }
    }
}
