package dev.rivulet.gateway.log;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.replay.Slice;
import dev.rivulet.gateway.log.tail.LiveTail;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import dev.rivulet.gateway.log.tail.TailListener;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The events of {@code chunk-events} that one reader wants: the older ones, and the live end. Thread-safe.
 *
 * @param partition the partition of {@code chunk-events} that they are in
 */
public record EventLog(TopicPartition partition, Selection selection, LiveTail tail, Replay replay) {

    /** Returns the offset of the next record that the tail hands out. */
    public long tailPosition() {
        return tail.position(partition.partition());
    }

    /** Attaches a listener to the tail. Must be called on the loop; see {@link LiveTail#attach}. */
    public Attachment attach(EventLoop loop, TailListener listener) {
        return tail.attach(partition.partition(), selection, loop, listener);
    }

    /** Reads a page of older events; see {@link Replay#events}. */
    public CompletableFuture<Slice<ChunkRecord>> read(long from, long to, int maxBytes) {
        return replay.events(partition, selection, from, to, maxBytes);
    }

    /** Returns the offset after the last record that Kafka has, asked of the broker. Fails like {@link Replay#bounds}. */
    public CompletableFuture<Long> end() {
        return replay.bounds(partition).thenApply(bounds -> bounds.end());
    }
}
