package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.CoordinatorReply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * thread, whatever the number of streams. Reads the partitions that this gateway prefers and those that its readers
 * lease. Starts at the end of each; older records are read by {@link dev.rivulet.gateway.log.replay.Replay}.
 *
 * <p>A failure of the brokers ends no stream: the tailer pauses and polls again. When its position is no longer in the
 * log (retention, truncation), it continues at the end and tells the listeners to resync. A partition without a leader
 * keeps no other from being read.
 */
public final class ChunkTailer implements LiveTail, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkTailer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long INTERVAL_NANOS = 1_000_000_000;
    private static final long PAUSE_AFTER_FAULT_MS = 500;

    private final String topic;
    private final TailPartitions partitions;
    private final PendingReplies replies = new PendingReplies();
    private final LoopBatches batches = new LoopBatches(this::isClosing); // owned by the thread
    private final TailConsumer consumer; // owned by the thread, except for wakeup
    private long checkedAt = System.nanoTime() - INTERVAL_NANOS; // owned by the thread
    private final GatewayMeters meters;
    private final Readiness ready = new Readiness();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean recreated; // the topic was created anew, and the thread has not processed that yet
    private volatile boolean sharesChanged; // a partition is to be joined, and the thread has not processed that yet

    /**
     * @param partitions the partitions of the topic; all of them are preferred at first
     * @param linger how long a partition is read after its last reader is gone
     * @param known is told where turns begin
     * @param watching is told how many follow a session
     * @param ends is told which turns have ended
     */
    public ChunkTailer(Consumer<ByteBuffer, byte[]> consumer, String topic, List<Integer> partitions, Duration linger,
            KnownTurns known, WatchingListener watching, TurnEndListener ends, GatewayMeters meters) {
        this.topic = topic;
        this.meters = meters;
        this.partitions = new TailPartitions(partitions,
                number -> new PartitionTail(number, known, meters, replies, watching, ends),
                new PartitionShares(Set.copyOf(partitions), linger), this::changeShares);
        meters.preferredPartitions(partitions.size());
        this.consumer = new TailConsumer(consumer, this::dispatch, this::restart);
        this.thread = Thread.ofPlatform().name("chunk-tailer").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Returns what it waits for: that its positions in the partitions preferred at first are known, or its end. */
    public Readiness readiness() {
        return ready;
    }

    /**
     * Replaces the partitions that are read whether or not they have readers here.
     *
     * @param partitions those that this process does not know are left out
     */
    public void prefer(Set<Integer> partitions) {
        meters.preferredPartitions(this.partitions.prefer(partitions));
    }

    /** Returns whether a partition is read even without readers. */
    public boolean prefers(int partition) {
        return partitions.prefers(partition);
    }

    @Override
    public Lease lease(int partition) {
        return partitions.lease(partition);
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
        wakeUp();
    }

    @Override
    public Attachment attach(int partition, Selection selection, EventLoop loop, TailListener listener) {
        return tail(partition).attach(selection, loop, listener);
    }

    /**
     * Takes the live end before the prompt of a turn with a new id is published. Running the result notes that the turn
     * was created: no event of it is before that end. If the partition is not read, nothing is noted.
     */
    public Runnable creation(int partition, SessionTurn turn) {
        return tail(partition).creation(turn);
    }

    /**
     * Returns the coordinator's reply to a request that is published after this call, in a partition that the caller
     * has a lease of. The future completes on a thread of its own; a caller that stops waiting must complete or cancel
     * it.
     */
    public <R extends CoordinatorReply> CompletableFuture<LoggedReply<R>> awaitReply(TurnId request, Class<R> type) {
        return replies.register(request, type);
    }

    /** Stops reading. Blocks until the thread has ended. */
    @Override
    public void close() {
        closing.countDown();
        wakeUp();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private PartitionTail tail(int partition) {
        return partitions.get(partition);
    }

    private PartitionTail tail(TopicPartition partition) {
        return tail(partition.partition());
    }

    private void changeShares() {
        sharesChanged = true;
        wakeUp();
    }

    private void wakeUp() {
        consumer.wakeUp();
        LockSupport.unpark(thread);
    }

    private void run() {
        try (consumer) {
            while (!isClosing()) {
                runStep(this::step);
            }
        } finally {
            ready.reached(); // nobody must wait for ever
        }
    }

    private void step() {
        boolean due = System.nanoTime() - checkedAt >= INTERVAL_NANOS;
        if (due || sharesChanged) {
            sharesChanged = false;
            joinAndLeave();
        }
        if (recreated) {
            recreated = false;
            partitions.all().forEach(tail -> tail.truncatedAt(0));
            consumer.seekToEnd();
        }
        if (consumer.isIdle()) {
            LockSupport.parkNanos(POLL.toNanos());
        } else {
            try {
                consumer.poll(POLL);
            } finally {
                batches.deliver();
            }
        }
        if (due) {
            checkedAt = System.nanoTime();
            meters.tailLag(consumer.lag());
        }
        if (!ready.isReached() && consumer.hasPositions()) {
            ready.reached();
            LOG.atInfo().addKeyValue("partitions", consumer.assigned().size()).log("tail ready");
        }
    }

    private void joinAndLeave() {
        Set<Integer> read = consumer.assigned().stream().map(TopicPartition::partition).collect(Collectors.toSet());
        Set<TopicPartition> wanted = partitions.update(read).stream()
                .map(number -> new TopicPartition(topic, number)).collect(Collectors.toSet());
        if (consumer.assign(wanted)) {
            meters.tailPartitions(wanted.size());
        }
    }

    private void dispatch(TopicPartition partition, List<ConsumerRecord<ByteBuffer, byte[]>> records) {
        tail(partition).dispatch(records, batches);
    }

    /** Listeners are told before they get records from the new position on. */
    private void restart(TopicPartition partition, long position) {
        tail(partition).restartAt(position, batches);
        batches.deliver();
    }

    private void runStep(Runnable step) {
        try {
            step.run();
        } catch (WakeupException | InterruptException closingOrChanged) {
            // The loop in run() decides.
        } catch (LogTruncationException truncated) {
            truncated.divergentOffsets().forEach((partition, lost) -> tail(partition).truncatedAt(lost.offset()));
            lostPositions(truncated);
        } catch (OffsetOutOfRangeException expired) {
            lostPositions(expired);
        } catch (KafkaException fault) {
            LOG.atWarn().addKeyValue("cause", fault.toString()).log("tail cannot read; it tries again");
            pause();
        } catch (RuntimeException fault) {
            // It is not known which records were delivered before the fault, so all listeners must resync.
            consumer.seekToEnd();
            LOG.atError().setCause(fault).log("tail failed; all streams read from the log");
            pause();
        }
    }

    private void lostPositions(OffsetOutOfRangeException expired) {
        consumer.seekToEnd(expired.offsetOutOfRangePartitions().keySet());
        LOG.atWarn().addKeyValue("partitions", expired.offsetOutOfRangePartitions().keySet())
                .log("tail lost its position; streams there read from the log");
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
