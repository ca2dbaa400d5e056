package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.SelectionIndex;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One scan of a stretch of a partition for all requests for what is in it. The turns of a partition are interleaved in
 * the log, so a scan for each request would read the same records many times. Owned by a replay thread.
 */
final class SharedScan implements LogConsumer.RecordHandler {

    private final List<ScanRequest> requests;
    private final SelectionIndex<EventPageRequest> index = new SelectionIndex<>();
    private final Map<Long, List<RecordRequest>> byOffset = new HashMap<>();
    private final long from;
    private final long to;
    private final AtomicInteger incomplete; // a reader may cancel its request on any thread

    /** @param requests for one partition, at least one */
    SharedScan(List<ScanRequest> requests) {
        this.requests = requests;
        this.from = requests.stream().mapToLong(ScanRequest::from).min().orElseThrow();
        this.to = requests.stream().mapToLong(ScanRequest::to).max().orElseThrow();
        this.incomplete = new AtomicInteger(requests.size());
        requests.forEach(
                request -> whatIsWanted(request).whenComplete((result, failure) -> incomplete.decrementAndGet()));
    }

    private CompletableFuture<?> whatIsWanted(ScanRequest request) {
        return switch (request) {
            case EventPageRequest page -> {
                index.add(page.selection(), page);
                yield page.page();
            }
            case RecordRequest one -> {
                byOffset.computeIfAbsent(one.from(), first -> new ArrayList<>(1)).add(one);
                yield one.record();
            }
        };
    }

    /**
     * Completes the requests that the scan reaches.
     *
     * @return the requests that it did not reach, to be enqueued again
     */
    List<ScanRequest> run(LogConsumer consumer) {
        try {
            long end = consumer.scan(requests.getFirst().partition(), from, to, this);
            return end == from ? completeAll(end) : completeReached(end);
        } catch (PositionExpiredException expired) {
            return failFirst(expired);
        }
    }

    @Override
    public boolean onRecord(ConsumerRecord<byte[], byte[]> record) {
        byOffset.getOrDefault(record.offset(), List.of()).forEach(request -> request.complete(record));
        ByteBuffer key = record.key() == null ? null : ByteBuffer.wrap(record.key());
        if (record.value() != null && index.wants(key)) {
            ChunkHeaders.read(record.headers())
                    .ifPresent(headers -> addToAll(index.matching(headers, key), headers, record));
        }
        return incomplete.get() > 0;
    }

    private void addToAll(List<EventPageRequest> matching, ChunkHeaders headers,
            ConsumerRecord<byte[], byte[]> record) {
        if (!matching.isEmpty()) {
            ChunkRecord event = ChunkRecord.of(record.offset(), record.timestamp(), headers, record.value());
            matching.forEach(request -> request.add(event));
        }
    }

    private List<ScanRequest> completeReached(long end) {
        List<ScanRequest> beyond = requests.stream()
                .filter(request -> !request.isComplete() && request.from() >= end).toList();
        requests.stream().filter(request -> request.from() < end).forEach(request -> request.completeAt(end));
        return beyond;
    }

    /** Nothing was read: Kafka did not respond, or there are no records. */
    private List<ScanRequest> completeAll(long end) {
        requests.forEach(request -> request.completeAt(end));
        return List.of();
    }

    /** Only the requests that start first are known to have expired. Those that start later may still be served. */
    private List<ScanRequest> failFirst(PositionExpiredException expired) {
        requests.stream().filter(request -> request.from() == from).forEach(request -> request.fail(expired));
        return requests.stream().filter(request -> !request.isComplete()).toList();
    }
}
