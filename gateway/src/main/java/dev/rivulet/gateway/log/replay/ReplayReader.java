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
 * {@link Replay} by a few threads, each with one consumer, however many readers there are. Requests wait in one queue and
 * are served in order, a slice each: a long replay and a short one take turns. The queue holds at most one request for
 * each stream or lookup, and a reader that takes nothing has none in it.
 */
public final class ReplayReader implements Replay, AutoCloseable {

    /** Readers no further apart than this share a pass: what one pass can look at, about. */
    private static final long SHARED_RECORDS = 20_000;

    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
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
    public <T> CompletableFuture<Slice<T>> read(TopicPartition partition, long from, long to,
            RecordSelector<T> selector,
            int maxBytes) {
        return ask(consumer -> consumer.read(partition, from, to, selector, maxBytes));
    }

    @Override
    public CompletableFuture<Slice<ChunkRecord>> events(TopicPartition partition, Selection wanted, long from, long to,
            int maxBytes) {
        EventPage page = new EventPage(partition, wanted, from, to, maxBytes);
        enqueue(new Events(page));
        return page.answer();
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

    private <T> CompletableFuture<T> ask(Function<LogConsumer, T> asked) {
        Question<T> question = new Question<>(asked, new CompletableFuture<>());
        enqueue(question);
        return question.answer();
    }

    private void enqueue(Request request) {
        queue.add(request);
        if (closed) {
            refuseRest();
        }
    }

    private void serve(LogConsumer consumer) {
        try (consumer) {
            while (!closed) {
                switch (queue.take()) {
                    case Question<?> question -> question.serve(consumer);
                    case Events events -> serve(consumer, withNeighbours(events.page()));
                }
            }
        } catch (InterruptedException | KafkaException stop) {
            // closed: the consumer goes with its thread
        }
    }

    private void serve(LogConsumer consumer, List<EventPage> pages) {
        try {
            new SharedPass(pages).run(consumer).forEach(page -> enqueue(new Events(page)));
        } catch (RuntimeException failure) {
            pages.forEach(page -> page.answer().completeExceptionally(failure));
        }
    }

    /** Takes out of the queue what can be read in the same pass. */
    private List<EventPage> withNeighbours(EventPage first) {
        List<EventPage> pages = new ArrayList<>(List.of(first));
        queue.removeIf(request -> {
            boolean near = request instanceof Events other && other.page().partition().equals(first.partition())
                    && Math.abs(other.page().from() - first.from()) < SHARED_RECORDS;
            return near && pages.add(((Events) request).page());
        });
        return pages;
    }

    private void refuseRest() {
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            request.refuse(new KafkaException("the replay is closed"));
        }
    }

    private sealed interface Request {

        void refuse(KafkaException why);
    }

    private record Events(EventPage page) implements Request {

        @Override
        public void refuse(KafkaException why) {
            page.answer().completeExceptionally(why);
        }
    }

    private record Question<T>(Function<LogConsumer, T> asked, CompletableFuture<T> answer) implements Request {

        void serve(LogConsumer consumer) {
            try {
                answer.complete(asked.apply(consumer));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        }

        @Override
        public void refuse(KafkaException why) {
            answer.completeExceptionally(why);
        }
    }
}
