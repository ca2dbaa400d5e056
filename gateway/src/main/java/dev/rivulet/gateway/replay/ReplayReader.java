package dev.rivulet.gateway.replay;

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
 * {@link Replay} by a few threads, each with one consumer. Requests wait in one queue and are served in order, a slice
 * each: a long replay and a short one take turns. The queue holds at most one request for each stream or lookup.
 */
public final class ReplayReader implements Replay, AutoCloseable {

    private final BlockingQueue<Request<?>> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param consumers makes a consumer for each thread; without a group and without an offset reset
     * @param timeout for one question to the cluster
     */
    public ReplayReader(Supplier<Consumer<byte[], byte[]>> consumers, int threads, Duration timeout) {
        for (int i = 0; i < threads; i++) {
            LogConsumer consumer = new LogConsumer(consumers.get(), timeout);
            this.threads.add(Thread.ofPlatform().name("replay-" + i).start(() -> serve(consumer)));
        }
    }

    @Override
    public <T> CompletableFuture<Slice<T>> read(TopicPartition partition, long from, long to, Selector<T> selector,
            int maxBytes) {
        return ask(consumer -> consumer.read(partition, from, to, selector, maxBytes));
    }

    @Override
    public CompletableFuture<OptionalLong> firstSince(TopicPartition partition, long timestamp) {
        return ask(consumer -> consumer.firstSince(partition, timestamp));
    }

    @Override
    public CompletableFuture<LogBounds> bounds(TopicPartition partition) {
        return ask(consumer -> consumer.bounds(partition));
    }

    /** Returns when the threads have ended; requests not served by then fail. */
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
        refuseRest();
    }

    private <T> CompletableFuture<T> ask(Function<LogConsumer, T> question) {
        Request<T> request = new Request<>(question, new CompletableFuture<>());
        queue.add(request);
        if (closed) {
            refuseRest();
        }
        return request.answer();
    }

    private void serve(LogConsumer consumer) {
        try (consumer) {
            while (!closed) {
                queue.take().serve(consumer);
            }
        } catch (InterruptedException | KafkaException stop) {
            // closed: the consumer goes with its thread
        }
    }

    private void refuseRest() {
        for (Request<?> request = queue.poll(); request != null; request = queue.poll()) {
            request.answer().completeExceptionally(new KafkaException("the replay is closed"));
        }
    }

    private record Request<T>(Function<LogConsumer, T> question, CompletableFuture<T> answer) {

        void serve(LogConsumer consumer) {
            try {
                answer.complete(question.apply(consumer));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        }
    }
}
