package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.metrics.GatewayMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * {@link Replay} on a few threads with a consumer each, however many readers there are. A request is served a page at a
 * time, so long and short replays alternate. At most one request of each stream or lookup waits in the queue; a reader
 * that takes no data has none in it.
 */
public final class ReplayReader implements Replay, AutoCloseable {

    private final ReplayQueue queue = new ReplayQueue();
    private final Map<TopicPartition, CompletableFuture<LogBounds>> bounds = new ConcurrentHashMap<>(); // not begun
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts the threads.
     *
     * @param consumers creates the consumer of a thread, without a group and without an offset reset
     * @param timeout how long one call to the cluster may take
     */
    public ReplayReader(Supplier<Consumer<byte[], byte[]>> consumers, int threads, Duration timeout,
            GatewayMeters meters) {
        for (int i = 0; i < threads; i++) {
            LogConsumer consumer = new LogConsumer(consumers.get(), timeout, meters);
            this.threads.add(Thread.ofPlatform().name("replay-" + i).start(() -> serve(consumer)));
        }
    }

    @Override
    public <T> CompletableFuture<LogPage<T>> read(TopicPartition partition, long from, long to,
            RecordSelector<T> selector, int maxBytes) {
        return call(consumer -> consumer.read(partition, from, to, selector, maxBytes));
    }

    @Override
    public CompletableFuture<LogPage<ChunkRecord>> readEvents(TopicPartition partition, Selection selection, long from,
            long to, int maxBytes) {
        EventPageRequest request = new EventPageRequest(partition, selection, from, to, maxBytes);
        queue.add(request);
        return request.page();
    }

    @Override
    public CompletableFuture<LogPage<ConsumerRecord<byte[], byte[]>>> readRecord(TopicPartition partition,
            long offset) {
        RecordRequest request = new RecordRequest(partition, offset);
        queue.add(request);
        return request.record();
    }

    @Override
    public CompletableFuture<OptionalLong> offsetForTime(TopicPartition partition, long timestamp) {
        return call(consumer -> consumer.offsetForTime(partition, timestamp));
    }

    @Override
    public CompletableFuture<LogBounds> readBounds(TopicPartition partition) {
        // A copy, so that a caller that waits no more ends nobody else's request.
        return bounds.computeIfAbsent(partition, first -> call(consumer -> {
            bounds.remove(partition);
            return consumer.readBounds(partition);
        })).copy();
    }

    /** Blocks until the threads have ended. Requests that are not served by then fail. */
    @Override
    public void close() {
        queue.close();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private <T> CompletableFuture<T> call(Function<LogConsumer, T> operation) {
        Operation<T> call = new Operation<>(operation, new CompletableFuture<>());
        queue.add(call);
        return call.result();
    }

    private void serve(LogConsumer consumer) {
        try (consumer) {
            for (Optional<ReplayQueue.Work> next = queue.take(); next.isPresent(); next = queue.take()) {
                switch (next.get()) {
                    case ReplayQueue.Call call -> call.run(consumer);
                    case ReplayQueue.Requests near -> scan(consumer, near);
                }
            }
        } catch (InterruptedException | KafkaException stop) {
            // Closed: the consumer ends with its thread.
        }
    }

    private void scan(LogConsumer consumer, ReplayQueue.Requests near) {
        try {
            new SharedScan(near.requests()).run(consumer).forEach(queue::add);
        } catch (RuntimeException failure) {
            near.fail(failure);
        }
    }

    private record Operation<T>(Function<LogConsumer, T> operation, CompletableFuture<T> result)
            implements
                ReplayQueue.Call {

        @Override
        public void run(LogConsumer consumer) {
            try {
                result.complete(operation.apply(consumer));
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        @Override
        public void fail(RuntimeException failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public boolean dropAbandoned() {
            return result.isDone();
        }
    }
}
