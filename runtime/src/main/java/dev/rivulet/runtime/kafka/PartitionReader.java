package dev.rivulet.runtime.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one partition from its end on, on a daemon thread of its own and without a consumer group. Goes on after any
 * failure but an {@link Error}, until it is closed.
 */
public final class PartitionReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String what;
    private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> handler;
    private final Thread thread;

    /**
     * Returns when everything that is written from now on will be read.
     *
     * @param consumer without partitions; closed here
     * @param threadName names the thread
     * @param what is read, for the log
     * @param handler is called for each record on the thread. What it throws is logged, and the rest of the poll that
     *            brought the record is lost.
     */
    public PartitionReader(Consumer<byte[], byte[]> consumer, TopicPartition partition, String threadName, String what,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        this.consumer = consumer;
        this.what = what;
        this.handler = handler;
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        // Resolves the end now rather than at the first poll: everything written from here on is read.
        consumer.position(partition);
        this.thread = Thread.ofPlatform().daemon().name(threadName).start(this::read);
    }

    private void read() {
        try (consumer) {
            while (true) {
                try {
                    consumer.poll(POLL).forEach(handler);
                } catch (WakeupException closed) {
                    return;
                } catch (RuntimeException failure) {
                    LOG.atWarn().setCause(failure).log(what + " could not be read");
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        }
    }

    /** Blocks until the thread has ended. */
    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
