package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * {@link Replay} on a few threads with a consumer each, however many readers there are. Requests wait in one queue and
 * are served in order, a page each, so long and short replays alternate. The queue holds at most one request of each
 * stream or lookup; a reader that takes no data has none in it.
 */
public final class ReplayReader implements Replay, AutoCloseable {

    /**
     * Requests that start no further apart than this share a scan. About the number of records that one scan covers.
     */
    private static final long MAX_SHARED_DISTANCE = 20_000;

    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param consumers creates the consumer of a thread, without a group and without an offset reset
     * @param timeout how long one call to the cluster may take
     */
    public ReplayReader(Supplier<Consumer<byte[], byte[]>> consumers, int threads, Duration timeout) {
        for (int i = 0; i < threads; i++) {
            LogConsumer consumer = new LogConsumer(consumers.get(), timeout);
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
        enqueue(request);
        return request.page();
    }

    @Override
    public CompletableFuture<OptionalLong> offsetForTime(TopicPartition partition, long timestamp) {
        return call(consumer -> consumer.offsetForTime(partition, timestamp));
    }

    @Override
    public CompletableFuture<LogBounds> readBounds(TopicPartition partition) {
        return call(consumer -> consumer.readBounds(partition));
    }

    /** Blocks until the threads have ended. Requests that are not served by then fail. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        failQueued();
    }

    private <T> CompletableFuture<T> call(Function<LogConsumer, T> operation) {
        Call<T> call = new Call<>(operation, new CompletableFuture<>());
        enqueue(call);
        return call.result();
    }

    private void enqueue(Request request) {
        queue.add(request);
        if (closed) {
            failQueued();
        }
    }

    private void serve(LogConsumer consumer) {
        try (consumer) {
            while (!closed) {
                switch (queue.take()) {
                    case Call<?> call -> call.run(consumer);
                    case EventPageRequest request -> scan(consumer, withNeighbours(request));
                }
            }
        } catch (InterruptedException | KafkaException stop) {
            // Closed: the consumer ends with its thread.
        }
    }

    private void scan(LogConsumer consumer, List<EventPageRequest> requests) {
        try {
            new SharedScan(requests).run(consumer).forEach(this::enqueue);
        } catch (RuntimeException failure) {
            requests.forEach(request -> request.fail(failure));
        }
    }

    /** Removes from the queue what the same scan can serve. */
    private List<EventPageRequest> withNeighbours(EventPageRequest first) {
        List<EventPageRequest> requests = new ArrayList<>(List.of(first));
        queue.removeIf(request -> request instanceof EventPageRequest other
                && other.partition().equals(first.partition())
                && Math.abs(other.from() - first.from()) < MAX_SHARED_DISTANCE && requests.add(other));
        return requests;
    }

    private void failQueued() {
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            request.fail(new KafkaException("the replay is closed"));
        }
    }

    /** A request in the queue. */
    sealed interface Request permits EventPageRequest, Call {

        void fail(RuntimeException failure);
    }

    private record Call<T>(Function<LogConsumer, T> operation, CompletableFuture<T> result) implements Request {

        void run(LogConsumer consumer) {
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
    }
}
