package dev.rivulet.gateway.log.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits for a replay thread. Calls and partitions take turns, in the order in which they came: a turn of a
 * partition is one scan, for its oldest request for a page and all others that the same scan can serve. So many readers
 * of one partition do not delay those of another, and every request is handed to one thread only (the predicate of a
 * {@code BlockingQueue}'s {@code removeIf} may see what another thread takes). Thread-safe; adding costs the same
 * however much waits. What nobody waits for any more is dropped when its turn comes.
 */
final class ReplayQueue {

    /** Requests that start no further apart than this share a scan. About the number of records that one covers. */
    private static final long MAX_SHARED_DISTANCE = 20_000;

    private final Deque<Work> waiting = new ArrayDeque<>(); // this and the next guarded by this
    private final Map<TopicPartition, Requests> byPartition = new HashMap<>(); // those in waiting
    private boolean closed;

    /** What one thread does before it comes back to the queue. */
    sealed interface Work permits Call, Requests {

        /** Must be called for work that will not be done. */
        void fail(RuntimeException failure);

        /** Drops what nobody waits for any more. Returns whether nothing is left to do. */
        boolean dropAbandoned();
    }

    /** A call of a consumer. */
    non-sealed interface Call extends Work {

        void run(LogConsumer consumer);
    }

    /** The requests for one partition, the oldest first; at least one. */
    record Requests(List<ScanRequest> requests) implements Work {

        @Override
        public void fail(RuntimeException failure) {
            requests.forEach(request -> request.fail(failure));
        }

        @Override
        public boolean dropAbandoned() {
            requests.removeIf(ScanRequest::isComplete);
            return requests.isEmpty();
        }

        /** Removes those that the oldest one's scan can serve. */
        private Requests takeNeighbours() {
            long from = requests.getFirst().from();
            List<ScanRequest> near = new ArrayList<>();
            requests.removeIf(request -> Math.abs(request.from() - from) < MAX_SHARED_DISTANCE && near.add(request));
            return new Requests(near);
        }
    }

    void add(Call call) {
        if (!addLast(call)) {
            call.fail(isClosed());
        }
    }

    private synchronized boolean addLast(Work work) {
        if (!closed) {
            waiting.addLast(work);
            notify();
        }
        return !closed;
    }

    void add(ScanRequest request) {
        if (!addToRequests(request)) {
            request.fail(isClosed());
        }
    }

    private synchronized boolean addToRequests(ScanRequest request) {
        byPartition.computeIfAbsent(request.partition(), first -> {
            Requests added = new Requests(new ArrayList<>());
            addLast(added);
            return added;
        }).requests.add(request);
        return !closed;
    }

    /** Waits for work. Empty when the queue is closed. */
    synchronized Optional<Work> take() throws InterruptedException {
        for (Work next = poll(); next != null; next = poll()) {
            TopicPartition partition = partition(next);
            if (!next.dropAbandoned()) {
                return Optional.of(next instanceof Requests ofPartition ? takeFrom(ofPartition, partition) : next);
            }
            byPartition.remove(partition);
        }
        return Optional.empty();
    }

    /** Waits for work. Null when the queue is closed. */
    private Work poll() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return waiting.pollFirst();
    }

    /** Returns null for a call. */
    private static TopicPartition partition(Work work) {
        return work instanceof Requests ofPartition ? ofPartition.requests.getFirst().partition() : null;
    }

    private Requests takeFrom(Requests ofPartition, TopicPartition partition) {
        Requests taken = ofPartition.takeNeighbours();
        if (ofPartition.requests.isEmpty()) {
            byPartition.remove(partition);
        } else {
            addLast(ofPartition);
        }
        return taken;
    }

    /** Fails what waits, and what is added from now on. */
    void close() {
        List<Work> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            byPartition.clear();
            notifyAll();
        }
        left.forEach(work -> work.fail(isClosed()));
    }

    private static KafkaException isClosed() {
        return new KafkaException("the replay is closed");
    }
}
