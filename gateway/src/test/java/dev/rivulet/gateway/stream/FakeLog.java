package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.LogPage;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.tail.LiveTail;
import dev.rivulet.gateway.log.tail.TailListener;
import dev.rivulet.gateway.log.tail.Truncation;
import dev.rivulet.gateway.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A log with a tail, a replay and an event loop that move only when a test says so: each append, poll, read, task and
 * timer is a call.
 */
public final class FakeLog implements LiveTail, Replay, EventLoop {

    private final List<ChunkRecord> log = new ArrayList<>();
    private final List<Listener> attached = new ArrayList<>();
    private final Deque<Runnable> tasks = new ConcurrentLinkedDeque<>(); // other threads add to it
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final Deque<Read> reads = new ArrayDeque<>();
    private int tailPosition; // index of the next record that the tail hands out
    private CompletableFuture<Void> read = CompletableFuture.completedFuture(null); // whether the tail reads
    private int leases;
    private long begin;
    private int polledBeforeAttach;
    private Truncation truncation = Truncation.NONE;

    /** From now on the partition is not read, until {@link #join}. */
    public void leave() {
        read = new CompletableFuture<>();
    }

    /** The partition is read, from the end of the log on. */
    public void join() {
        tailPosition = log.size();
        read.complete(null);
    }

    public int leaseCount() {
        return leases;
    }

    public void append(ChunkRecord chunk) {
        log.add(chunk);
    }

    public long end() {
        return log.size();
    }

    public int attachedCount() {
        return attached.size();
    }

    int readsWaiting() {
        return reads.size();
    }

    /** Returns how many of the requests that were not answered were cancelled by who made them. */
    long readsCancelled() {
        return reads.stream().filter(read -> read.future.isCancelled()).count();
    }

    /** The tail polls, and gets this many records at most. */
    void poll(int count) {
        int to = Math.min(log.size(), tailPosition + count);
        List<ChunkRecord> batch = List.copyOf(log.subList(tailPosition, to));
        tailPosition = to;
        if (!batch.isEmpty()) {
            List.copyOf(attached).forEach(listener -> tasks.add(() -> listener.deliver(batch)));
        }
    }

    public void pollAll() {
        poll(Integer.MAX_VALUE - tailPosition);
    }

    /** From now on the tail polls this many records between a call of {@link #position} and one of {@link #attach}. */
    void pollBeforeAttach(int count) {
        polledBeforeAttach = count;
    }

    /** The tail loses its position and continues at the end of the log. */
    void loseTail() {
        tailPosition = log.size();
        List.copyOf(attached).forEach(attachment -> tasks.add(attachment.listener::onResync));
    }

    /** Other records take the offsets of those that were lost from this one on; the tail notices that. */
    void replaceFrom(int offset, List<ChunkRecord> others) {
        log.subList(offset, log.size()).clear();
        log.addAll(others);
        truncation = new Truncation(truncation.number() + 1, offset);
        loseTail();
    }

    /** The records from this offset on are lost, and the tail continues at the end of the log. */
    void truncateTo(int end) {
        log.subList(end, log.size()).clear();
        loseTail();
    }

    /** Retention removes the records before this offset. */
    void expireBefore(long offset) {
        begin = offset;
    }

    /** Answers the oldest request for a page, if there is one, with this many records at most. */
    void answerRead(int atMost) {
        Read read = reads.poll();
        if (read != null) {
            read.answer(atMost);
        }
    }

    void failRead(RuntimeException failure) {
        reads.remove().future.completeExceptionally(failure);
    }

    public void runLoop() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    void runOne() {
        if (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    public void timePasses() {
        tasks.addAll(timers);
        timers.clear();
    }

    /** Polls, reads and runs everything until nothing is left to do. */
    public void settle() {
        while (tailPosition < log.size() || !tasks.isEmpty() || !timers.isEmpty() || !reads.isEmpty()) {
            pollAll();
            timePasses();
            runLoop();
            answerRead(Integer.MAX_VALUE);
        }
    }

    @Override
    public Lease lease(int partition) {
        leases++;
        return new Lease() {
            @Override
            public CompletableFuture<Void> ready() {
                return read.copy();
            }

            @Override
            public void close() {
                leases--;
            }
        };
    }

    @Override
    public long position(int partition) {
        assertThat(read).as("the partition is read").isCompleted();
        return tailPosition;
    }

    @Override
    public Truncation truncation(int partition) {
        return truncation;
    }

    @Override
    public Attachment attach(int partition, Selection wanted, EventLoop loop, TailListener listener) {
        assertThat(read).as("the partition is read").isCompleted();
        poll(polledBeforeAttach);
        Listener attachment = new Listener(listener, tailPosition);
        attached.add(attachment);
        return attachment;
    }

    @Override
    public CompletableFuture<LogPage<ChunkRecord>> readEvents(TopicPartition partition, Selection wanted, long from,
            long to,
            int maxBytes) {
        Read read = new Read(from, to, new CompletableFuture<>());
        reads.add(read);
        return read.future;
    }

    @Override
    public <T> CompletableFuture<LogPage<T>> read(TopicPartition partition, long from, long to,
            RecordSelector<T> selector,
            int maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<LogPage<ConsumerRecord<byte[], byte[]>>> readRecord(TopicPartition partition,
            long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<OptionalLong> offsetForTime(TopicPartition partition, long timestamp) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<LogBounds> readBounds(TopicPartition partition) {
        return CompletableFuture.completedFuture(new LogBounds(begin, log.size()));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        timers.add(task);
        return () -> timers.remove(task);
    }

    @Override
    public Timer every(Duration interval, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    private final class Listener implements Attachment {

        private final TailListener listener;
        private final long position;

        private Listener(TailListener listener, long position) {
            this.listener = listener;
            this.position = position;
        }

        void deliver(List<ChunkRecord> batch) {
            if (attached.contains(this)) {
                listener.onRecords(batch);
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void detach() {
            attached.remove(this);
        }
    }

    private final class Read {

        private final long from;
        private final long to;
        private final CompletableFuture<LogPage<ChunkRecord>> future;

        private Read(long from, long to, CompletableFuture<LogPage<ChunkRecord>> future) {
            this.from = from;
            this.to = to;
            this.future = future;
        }

        void answer(int atMost) {
            if (from < begin) {
                future.completeExceptionally(expired());
                return;
            }
            long end = Math.min(to, from + (long) atMost);
            List<ChunkRecord> found = new ArrayList<>();
            for (long at = from; at < end; at++) {
                found.add(log.get((int) at));
                if (found.getLast() instanceof TurnEvent.End) {
                    future.complete(new LogPage<>(found, at + 1));
                    return;
                }
            }
            future.complete(new LogPage<>(found, end));
        }

        private PositionExpiredException expired() {
            return new PositionExpiredException(from);
        }
    }
}
