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
 * The events that a reader wants: what is in the log, and its live end. Thread-safe.
 *
 * @param partition of {@code chunk-events}
 */
public record EventLog(TopicPartition partition, Selection selection, LiveTail tail, Replay replay) {

    public long tailPosition() {
        return tail.position(partition.partition());
    }

    public Attachment attach(EventLoop loop, TailListener listener) {
        return tail.attach(partition.partition(), selection, loop, listener);
    }

    public CompletableFuture<Slice<ChunkRecord>> read(long from, long to, int maxBytes) {
        return replay.events(partition, selection, from, to, maxBytes);
    }
}
