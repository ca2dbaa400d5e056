package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.CoordinatorReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the live end of {@code chunk-events} for the whole process: one consumer with assigned partitions on one
 * thread, whatever the number of streams. Starts at the end of the log; older records are read by {@link
 * dev.rivulet.gateway.log.replay.Replay}.
 *
 * <p>A failure of the brokers ends no stream: the tailer pauses and polls again. When its position is no longer in the
 * log (retention, truncation), it continues at the end and tells the listeners to resync.
 */
public final class ChunkTailer implements LiveTail, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkTailer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long LAG_INTERVAL_NANOS = 1_000_000_000;
    private static final long PAUSE_AFTER_FAULT_MS = 500;

    private final Consumer<ByteBuffer, byte[]> consumer; // owned by the thread, except for wakeup
    private final Map<TopicPartition, PartitionTail> tails = new HashMap<>(); // not changed after construction
    private final Map<Integer, PartitionTail> tailsByNumber = new HashMap<>(); // not changed after construction
    private final PendingReplies replies = new PendingReplies();
    private final LoopBatches batches = new LoopBatches(this::isClosing); // owned by the thread
    private final Set<TopicPartition> unpositioned; // owned by the thread
    private long lagReportedAt; // System.nanoTime; owned by the thread
    private final GatewayMeters meters;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean recreated; // the topic was created anew, and the thread has not processed that yet

    /**
     * @param partitions the partitions to read; listeners can attach to no others
     * @param known is told where turns begin
     * @param watching is told how many follow a session
     */
    public ChunkTailer(Consumer<ByteBuffer, byte[]> consumer, String topic, List<Integer> partitions, KnownTurns known,
            WatchingListener watching, GatewayMeters meters) {
        this.consumer = consumer;
        this.meters = meters;
        for (int partition : partitions) {
            PartitionTail tail = new PartitionTail(partition, known, meters, replies, watching);
            tails.put(new TopicPartition(topic, partition), tail);
            tailsByNumber.put(partition, tail);
        }
        this.unpositioned = new HashSet<>(tails.keySet());
        this.thread = Thread.ofPlatform().name("chunk-tailer").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Returns whether the positions in all partitions are known, so that listeners can attach. */
    public boolean isReady() {
        return ready.getCount() == 0;
    }

    /** Blocks until {@link #isReady()}, or until it is closed. */
    public void awaitReady() throws InterruptedException {
        ready.await();
    }

    @Override
    public long position(int partition) {
        return tail(partition).position();
    }

    @Override
    public Truncation truncation(int partition) {
        return tail(partition).truncation();
    }

    /** Called when the topic was deleted and created anew: all positions are void. May be called on any thread. */
    public void onRecreated() {
        recreated = true;
        consumer.wakeup();
    }

    @Override
    public Attachment attach(int partition, Selection selection, EventLoop loop, TailListener listener) {
        return tail(partition).attach(selection, loop, listener);
    }

    /**
     * Takes the live end before the prompt of a turn with a new id is published. Running the result notes that the turn
     * was created: no event of it is before that end.
     */
    public Runnable creation(int partition, SessionTurn turn) {
        return tail(partition).creation(turn);
    }

    /**
     * Returns the coordinator's reply to a request that is published after this call. The future completes on a
     * thread of its own; a caller that stops waiting must complete or cancel it.
     */
    public <R extends CoordinatorReply> CompletableFuture<LoggedReply<R>> awaitReply(TurnId request, Class<R> type) {
        return replies.register(request, type);
    }

    /** Stops reading. Blocks until the thread has ended. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private PartitionTail tail(int partition) {
        PartitionTail tail = tailsByNumber.get(partition);
        if (tail == null || !isReady()) {
            throw new IllegalStateException("partition " + partition + " is not read here");
        }
        return tail;
    }

    private void run() {
        try (consumer) {
            consumer.assign(tails.keySet());
            while (!isClosing()) {
                if (recreated) {
                    recreated = false;
                    tails.values().forEach(tail -> tail.truncatedAt(0));
                    unpositioned.addAll(tails.keySet());
                }
                runStep(unpositioned.isEmpty() ? this::poll : this::seekToEnd);
            }
        } finally {
            // awaitReady() must not block for ever.
            ready.countDown();
        }
    }

    private void poll() {
        ConsumerRecords<ByteBuffer, byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            tails.get(partition).dispatch(records.records(partition), batches);
        }
        batches.deliver();
        reportLag();
    }

    private void seekToEnd() {
        consumer.seekToEnd(unpositioned);
        for (TopicPartition partition : unpositioned) {
            tails.get(partition).restartAt(consumer.position(partition), batches);
        }
        batches.deliver();
        unpositioned.clear();
        if (!isReady()) {
            ready.countDown();
            LOG.atInfo().addKeyValue("partitions", tails.size()).log("tail ready");
        }
    }

    private void runStep(Runnable step) {
        try {
            step.run();
        } catch (WakeupException | InterruptException closingOrRecreated) {
            // The loop in run() decides.
        } catch (LogTruncationException truncated) {
            truncated.divergentOffsets()
                    .forEach((partition, lost) -> tails.get(partition).truncatedAt(lost.offset()));
            lostPositions(truncated);
        } catch (OffsetOutOfRangeException expired) {
            lostPositions(expired);
        } catch (KafkaException fault) {
            LOG.atWarn().addKeyValue("cause", fault.toString()).log("tail cannot read; it tries again");
            pause();
        } catch (RuntimeException fault) {
            // It is not known which records were delivered before the fault, so all listeners must resync.
            unpositioned.addAll(tails.keySet());
            LOG.atError().setCause(fault).log("tail failed; all streams read from the log");
            pause();
        }
    }

    private void lostPositions(OffsetOutOfRangeException expired) {
        unpositioned.addAll(expired.offsetOutOfRangePartitions().keySet());
        LOG.atWarn().addKeyValue("partitions", unpositioned)
                .log("tail lost its position; streams there read from the log");
    }

    /** The consumer knows the lag from its last fetches, so this sends no request to the cluster. */
    private void reportLag() {
        long now = System.nanoTime();
        if (now - lagReportedAt < LAG_INTERVAL_NANOS) {
            return;
        }
        lagReportedAt = now;
        long lag = 0;
        for (TopicPartition partition : tails.keySet()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        meters.tailLag(lag);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            closing.await(PAUSE_AFTER_FAULT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
