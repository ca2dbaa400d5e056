package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.SelectionIndex;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The listeners of one partition, and the offset up to which its records were dispatched. Attaching and dispatching
 * exclude each other, so {@link Subscription#position()} is exact. A partition that is not read has no position, and no
 * listeners.
 */
final class PartitionTail {

    private static final int MAX_WATCHING_BYTES = 1 << 10;

    private final int number;
    private final KnownTurns known;
    private final GatewayMeters meters;
    private final SelectionIndex<Subscription> subscriptions = new SelectionIndex<>(); // guarded by this
    private final PendingReplies replies;
    private final WatchingListener watching;
    private final TurnEndListener ends;
    private long position; // guarded by this
    private CompletableFuture<Void> positioned = new CompletableFuture<>(); // complete while read; guarded by this
    private long readSince; // milliseconds since the epoch: when the position was taken; guarded by this
    private Truncation truncation = Truncation.NONE; // guarded by this

    /** @param number the partition's */
    PartitionTail(int number, KnownTurns known, GatewayMeters meters, PendingReplies replies,
            WatchingListener watching, TurnEndListener ends) {
        this.number = number;
        this.known = known;
        this.meters = meters;
        this.replies = replies;
        this.watching = watching;
        this.ends = ends;
    }

    synchronized long position() {
        requirePosition();
        return position;
    }

    /** Returns a future that completes, on the tailer's thread, when the position is known. */
    synchronized CompletableFuture<Void> positioned() {
        return positioned.copy();
    }

    synchronized Truncation truncation() {
        return truncation;
    }

    /** Notes that the records from an offset on were lost. Must be called before {@link #restartAt}. */
    synchronized void truncatedAt(long offset) {
        truncation = truncation.next(offset);
        known.clear(number);
    }

    /** See {@link ChunkTailer#creation}. */
    synchronized Runnable creation(SessionTurn turn) {
        if (!positioned.isDone()) {
            return () -> {};
        }
        long end = position;
        int clears = known.clears(number);
        return () -> known.created(number, turn, end, clears);
    }

    synchronized Subscription attach(Selection selection, EventLoop loop, TailListener listener) {
        requirePosition();
        Subscription subscription = new Subscription(this, selection, loop, listener, position);
        subscriptions.add(selection, subscription);
        return subscription;
    }

    synchronized void detach(Subscription subscription) {
        subscriptions.remove(subscription.selection(), subscription);
    }

    /** Adds the records of one poll to the batches of their listeners. Must be called on the tailer's thread. */
    synchronized void dispatch(List<ConsumerRecord<ByteBuffer, byte[]>> records, LoopBatches batches) {
        for (ConsumerRecord<ByteBuffer, byte[]> record : records) {
            // Nearly all records are pieces of answers. Those that nobody reads here are passed over at once.
            if (subscriptions.wants(record.key()) || !isPart(record)) {
                dispatch(record, batches);
            }
        }
        position = records.getLast().offset() + 1;
    }

    /**
     * Begins to read at an offset, or continues there: then listeners must find out what they missed. Must be called on
     * the tailer's thread.
     */
    void restartAt(long offset, LoopBatches batches) {
        begin(offset, batches).complete(null);
    }

    private synchronized CompletableFuture<Void> begin(long offset, LoopBatches batches) {
        position = offset;
        readSince = System.currentTimeMillis();
        known.clear(number);
        subscriptions.all().forEach(batches::resync);
        return positioned;
    }

    /** The partition is not read any more. Must be called on the tailer's thread, while nobody has a lease. */
    synchronized void leave() {
        known.clear(number);
        if (positioned.isDone()) {
            positioned = new CompletableFuture<>();
        }
    }

    private void requirePosition() {
        if (!positioned.isDone()) {
            throw new IllegalStateException("partition " + number + " is not read here");
        }
    }

    private void dispatch(ConsumerRecord<ByteBuffer, byte[]> record, LoopBatches batches) {
        Optional<ChunkHeaders> headers = ChunkHeaders.read(record.headers());
        if (headers.isEmpty() || record.value() == null) {
            if (!replies.complete(record) && !notify(record)) {
                meters.unknownEvent();
            }
            return;
        }
        // Of a turn that is older its first events may have been skipped.
        if (headers.get().turn().timestamp() >= readSince) {
            known.read(number, headers.get(), record.key(), record.offset());
        }
        if (headers.get().type().terminal() && record.key() != null) {
            tellEnd(headers.get(), record);
        }
        List<Subscription> matching = subscriptions.matching(headers.get(), record.key());
        if (!matching.isEmpty()) {
            ChunkRecord event = ChunkRecord.of(record.offset(), record.timestamp(), headers.get(), record.value());
            matching.forEach(subscription -> batches.add(subscription, event));
        }
    }

    private void tellEnd(ChunkHeaders end, ConsumerRecord<ByteBuffer, byte[]> record) {
        try {
            ends.onEnd(new SessionTurn(session(record.key()), end.turn()), () -> used(record.value()));
        } catch (IllegalArgumentException noSession) {
            // No turn of a session has this key.
        }
    }

    /** The part of a terminal that says what its turn has used. */
    private record EndUsage(Usage usage) {}

    private static Usage used(byte[] terminal) {
        try {
            return Json.read(terminal, EndUsage.class).usage();
        } catch (UnreadableRecordException unreadable) {
            return null;
        }
    }

    private static SessionId session(ByteBuffer key) {
        return new SessionId(StandardCharsets.UTF_8.decode(key.duplicate()).toString());
    }

    /** Returns whether the record says how many follow a session. */
    private boolean notify(ConsumerRecord<ByteBuffer, byte[]> record) {
        if (!Watching.isIn(record.headers()) || record.key() == null || record.value() == null
                || record.value().length > MAX_WATCHING_BYTES) {
            return false;
        }
        try {
            watching.onWatching(session(record.key()), Json.read(record.value(), Watching.class).readers());
            return true;
        } catch (IllegalArgumentException | UnreadableRecordException hostile) {
            return false;
        }
    }

    private static boolean isPart(ConsumerRecord<ByteBuffer, byte[]> record) {
        Header type = record.headers().lastHeader(ChunkHeaders.TYPE);
        return type != null && EventType.parse(type.value()).filter(EventType::part).isPresent();
    }
}
