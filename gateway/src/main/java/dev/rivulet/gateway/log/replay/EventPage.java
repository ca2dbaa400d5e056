package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** The next events that one reader wants. What was found belongs to the replay thread that serves it. */
final class EventPage {

    private final TopicPartition partition;
    private final Selection wanted;
    private final long from;
    private final long to;
    private final int maxBytes;
    private final CompletableFuture<Slice<ChunkRecord>> answer = new CompletableFuture<>();
    private final List<ChunkRecord> found = new ArrayList<>();
    private int bytes;

    EventPage(TopicPartition partition, Selection wanted, long from, long to, int maxBytes) {
        this.partition = partition;
        this.wanted = wanted;
        this.from = from;
        this.to = to;
        this.maxBytes = maxBytes;
    }

    TopicPartition partition() {
        return partition;
    }

    Selection wanted() {
        return wanted;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    CompletableFuture<Slice<ChunkRecord>> answer() {
        return answer;
    }

    /** The next event of the log that is wanted. Answers when that makes the page full or is the last of its turn. */
    void offer(ChunkRecord event) {
        if (event.offset() < from || event.offset() >= to || isAnswered()) {
            return;
        }
        found.add(event);
        bytes += event.value().length;
        if (bytes >= maxBytes || isLast(event)) {
            answerUpTo(event.offset() + 1);
        }
    }

    private boolean isLast(ChunkRecord event) {
        return switch (wanted) {
            case Selection.OfTurn one -> event instanceof TurnEvent.End;
            case Selection.OfSession all -> false;
        };
    }

    /** Answers with what was found in front of an offset. */
    void answerUpTo(long offset) {
        answer.complete(new Slice<>(found, Math.clamp(offset, from, Math.max(from, to))));
    }

    boolean isAnswered() {
        return answer.isDone();
    }
}
