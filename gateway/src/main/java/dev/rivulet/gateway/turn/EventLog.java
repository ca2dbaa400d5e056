package dev.rivulet.gateway.turn;

import dev.rivulet.gateway.relay.ChunkRecord;
import dev.rivulet.gateway.relay.LiveTail;
import dev.rivulet.gateway.relay.LiveTail.Attachment;
import dev.rivulet.gateway.relay.Loop;
import dev.rivulet.gateway.relay.Selection;
import dev.rivulet.gateway.relay.TailListener;
import dev.rivulet.gateway.replay.Replay;
import dev.rivulet.gateway.replay.Slice;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The events that a reader wants: what is in the log, and its live end. Thread-safe.
 *
 * @param partition of {@code chunk-events}
 */
public record EventLog(TopicPartition partition, Selection selection, LiveTail tail, Replay replay) {

    long tailPosition() {
        return tail.position(partition.partition());
    }

    Attachment attach(Loop loop, TailListener listener) {
        return tail.attach(partition.partition(), selection, loop, listener);
    }

    CompletableFuture<Slice<ChunkRecord>> read(long from, long to, int maxBytes) {
        return replay.events(partition, selection, from, to, maxBytes);
    }
}
