package dev.rivulet.gateway.log;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.LogPage;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.tail.LiveTail;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import dev.rivulet.gateway.log.tail.LiveTail.Lease;
import dev.rivulet.gateway.log.tail.TailListener;
import dev.rivulet.gateway.log.tail.Truncation;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.topic.Generation;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The events of {@code chunk-events} that one reader wants: older ones from the log, new ones from its live end.
 * Thread-safe.
 *
 * @param partition the partition of {@code chunk-events} that has the events
 * @param generation of the topics
 */
public record EventLog(TopicPartition partition, Selection selection, LiveTail tail, Replay replay, int generation) {

    /** Events in topics whose sessions were never copied. */
    public EventLog(TopicPartition partition, Selection selection, LiveTail tail, Replay replay) {
        this(partition, selection, tail, replay, 0);
    }

    /** Returns the number by which cursors name the partition; see {@link Generation}. */
    public int cursorPartition() {
        return Generation.number(generation, partition.partition());
    }

    /** Has the partition read, so that the methods about the tail can be called; see {@link LiveTail#lease}. */
    public Lease lease() {
        return tail.lease(partition.partition());
    }

    /** Returns the offset of the next record that the tail will deliver. */
    public long tailPosition() {
        return tail.position(partition.partition());
    }

    /** Returns the last loss of records at the partition's end, as far as the tail has noticed. */
    public Truncation truncation() {
        return tail.truncation(partition.partition());
    }

    /** Attaches a listener to the live end. Must be called on the loop; see {@link LiveTail#attach}. */
    public Attachment attach(EventLoop loop, TailListener listener) {
        return tail.attach(partition.partition(), selection, loop, listener);
    }

    /** Reads a page of older events; see {@link Replay#readEvents}. */
    public CompletableFuture<LogPage<ChunkRecord>> read(long from, long to, int maxBytes) {
        return replay.readEvents(partition, selection, from, to, maxBytes);
    }

    /** Asks the cluster for the partition's start and end offset; see {@link Replay#readBounds}. */
    public CompletableFuture<LogBounds> readBounds() {
        return replay.readBounds(partition);
    }
}
