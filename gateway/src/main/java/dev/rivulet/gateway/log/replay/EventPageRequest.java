package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A reader's request for its next events in a stretch of a partition. The events collected so far are owned by the
 * replay thread that serves it.
 */
final class EventPageRequest implements ScanRequest {

    private final TopicPartition partition;
    private final Selection selection;
    private final long from;
    private final long to;
    private final int maxBytes;
    private final CompletableFuture<LogPage<ChunkRecord>> page = new CompletableFuture<>();
    private final List<ChunkRecord> events = new ArrayList<>();
    private int bytes;

    EventPageRequest(TopicPartition partition, Selection selection, long from, long to, int maxBytes) {
        this.partition = partition;
        this.selection = selection;
        this.from = from;
        this.to = to;
        this.maxBytes = maxBytes;
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    Selection selection() {
        return selection;
    }

    @Override
    public long from() {
        return from;
    }

    @Override
    public long to() {
        return to;
    }

    CompletableFuture<LogPage<ChunkRecord>> page() {
        return page;
    }

    /** Adds the next selected event of the log. Completes the page if that fills it, or if the event ends its turn. */
    void add(ChunkRecord event) {
        if (event.offset() < from || event.offset() >= to || isComplete()) {
            return;
        }
        events.add(event);
        bytes += event.value().length;
        if (bytes >= maxBytes || isLast(event)) {
            completeAt(event.offset() + 1);
        }
    }

    private boolean isLast(ChunkRecord event) {
        return switch (selection) {
            case Selection.OfTurn one -> event instanceof TurnEvent.End;
            case Selection.OfSession all -> false;
        };
    }

    /** Completes the page with the events collected so far. Reading continues at this offset. */
    @Override
    public void completeAt(long offset) {
        page.complete(new LogPage<>(events, Math.clamp(offset, from, Math.max(from, to))));
    }

    @Override
    public boolean isComplete() {
        return page.isDone();
    }

    @Override
    public void fail(RuntimeException failure) {
        page.completeExceptionally(failure);
    }
}
