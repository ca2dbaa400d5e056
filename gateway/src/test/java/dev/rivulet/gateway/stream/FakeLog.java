package dev.rivulet.gateway.stream;

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
import dev.rivulet.gateway.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A log with a tail and a replay whose every step a test takes by hand: what is appended, handed out, read, and run on
 * the loop.
 */
final class FakeLog implements LiveTail, Replay, EventLoop {

    private final List<ChunkRecord> log = new ArrayList<>();
    private final List<Listener> attached = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final Deque<Read> reads = new ArrayDeque<>();
    private int handedOut;
    private long begin;
    private int polledBeforeAttach;

    void append(ChunkRecord chunk) {
        log.add(chunk);
    }

    long end() {
        return log.size();
    }

    int attachedCount() {
        return attached.size();
    }

    int readsWaiting() {
        return reads.size();
    }

    /** The tail's next poll brings this many records. */
    void poll(int count) {
        int to = Math.min(log.size(), handedOut + count);
        List<ChunkRecord> batch = List.copyOf(log.subList(handedOut, to));
        handedOut = to;
        if (!batch.isEmpty()) {
            List.copyOf(attached).forEach(place -> tasks.add(() -> place.deliver(batch)));
        }
    }

    void pollAll() {
        poll(Integer.MAX_VALUE - handedOut);
    }

    /** From now on the tail moves on by this much between a look at its position and an attach. */
    void pollBeforeAttach(int count) {
        polledBeforeAttach = count;
    }

    /** The tail passes over what is there, as after a loss of its place. */
    void loseTail() {
        handedOut = log.size();
        List.copyOf(attached).forEach(place -> tasks.add(place.listener::onResync));
    }

    /** What is at this offset and after it is lost, and the tail goes on at the end. */
    void truncateTo(int end) {
        log.subList(end, log.size()).clear();
        loseTail();
    }

    /** What is in front of this offset leaves the log. */
    void expireBefore(long offset) {
        begin = offset;
    }

    /** Answers the read that waits, with at most so many records. */
    void answerRead(int atMost) {
        Read read = reads.poll();
        if (read != null) {
            read.answer(atMost);
        }
    }

    void failRead(RuntimeException failure) {
        reads.remove().future.completeExceptionally(failure);
    }

    void runLoop() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    void runOne() {
        if (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    void timePasses() {
        tasks.addAll(timers);
        timers.clear();
    }

    /** Until nothing moves any more. */
    void settle() {
        while (handedOut < log.size() || !tasks.isEmpty() || !timers.isEmpty() || !reads.isEmpty()) {
            pollAll();
            timePasses();
            runLoop();
            answerRead(Integer.MAX_VALUE);
        }
    }

    @Override
    public long position(int partition) {
        return handedOut;
    }

    @Override
    public Attachment attach(int partition, Selection wanted, EventLoop loop, TailListener listener) {
        poll(polledBeforeAttach);
        Listener place = new Listener(listener, handedOut);
        attached.add(place);
        return place;
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
