package dev.rivulet.gateway.replay;

import dev.rivulet.gateway.relay.ChunkRecord;
import dev.rivulet.schemas.TurnId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** The next events of one turn, wanted by one reader. What was found belongs to the replay thread that serves it. */
final class EventPage {

    private final TopicPartition partition;
    private final TurnId turn;
    private final long from;
    private final long to;
    private final int maxBytes;
    private final CompletableFuture<Slice<ChunkRecord>> answer = new CompletableFuture<>();
    private final List<ChunkRecord> found = new ArrayList<>();
    private int bytes;

    EventPage(TopicPartition partition, TurnId turn, long from, long to, int maxBytes) {
        this.partition = partition;
        this.turn = turn;
        this.from = from;
        this.to = to;
        this.maxBytes = maxBytes;
    }

    TopicPartition partition() {
        return partition;
    }

    TurnId turn() {
        return turn;
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

    /** The turn's next event of the log. Answers when that makes the page full or is the turn's last. */
    void offer(ChunkRecord event) {
        if (event.offset() < from || event.offset() >= to || isAnswered()) {
            return;
        }
        found.add(event);
        bytes += event.value().length;
        if (bytes >= maxBytes || event.type().terminal()) {
            answerUpTo(event.offset() + 1);
        }
    }

    /** Answers with what was found in front of an offset. */
    void answerUpTo(long offset) {
        answer.complete(new Slice<>(found, Math.clamp(offset, from, Math.max(from, to))));
    }

    boolean isAnswered() {
        return answer.isDone();
    }
}
