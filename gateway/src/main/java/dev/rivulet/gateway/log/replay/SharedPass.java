package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.SelectionIndex;
import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One pass over a stretch of a partition for all readers that want events in it: turns lie mixed in the log, so that
 * reading it for each of them would be reading it many times. Owned by a replay thread.
 */
final class SharedPass implements LogConsumer.Visitor {

    private final List<EventPage> pages;
    private final SelectionIndex<EventPage> wanted = new SelectionIndex<>();
    private final long from;
    private final long to;
    private int open;

    /** @param pages of one partition, at least one */
    SharedPass(List<EventPage> pages) {
        this.pages = pages;
        this.from = pages.stream().mapToLong(EventPage::from).min().orElseThrow();
        this.to = pages.stream().mapToLong(EventPage::to).max().orElseThrow();
        this.open = pages.size();
        pages.forEach(page -> wanted.add(page.wanted(), page));
    }

    /**
     * Answers the pages that it comes to.
     *
     * @return those it did not come to, which have to be asked for again
     */
    List<EventPage> run(LogConsumer consumer) {
        try {
            long end = consumer.scan(pages.getFirst().partition(), from, to, this);
            return end == from ? answer(pages, end) : answerReached(end);
        } catch (PositionExpiredException gone) {
            // Says nothing about those that are further on.
            return split(gone);
        }
    }

    @Override
    public boolean visit(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            ByteBuffer key = wanted.wantsKeys() && record.key() != null ? ByteBuffer.wrap(record.key()) : null;
            ChunkHeaders.read(record.headers()).ifPresent(headers -> wanted.match(headers, key,
                    page -> offer(page, ChunkRecord.of(record.offset(), headers, record.value()))));
        }
        return open > 0;
    }

    private void offer(EventPage page, ChunkRecord event) {
        if (!page.isAnswered()) {
            page.offer(event);
            open -= page.isAnswered() ? 1 : 0;
        }
    }

    private List<EventPage> answerReached(long end) {
        List<EventPage> beyond = pages.stream().filter(page -> !page.isAnswered() && page.from() >= end).toList();
        pages.stream().filter(page -> page.from() < end).forEach(page -> page.answerUpTo(end));
        return beyond;
    }

    /** Nothing was read: Kafka does not answer, or there is nothing. */
    private static List<EventPage> answer(List<EventPage> pages, long end) {
        pages.forEach(page -> page.answerUpTo(end));
        return List.of();
    }

    private List<EventPage> split(PositionExpiredException gone) {
        pages.stream().filter(page -> page.from() == from)
                .forEach(page -> page.answer().completeExceptionally(gone));
        return pages.stream().filter(page -> !page.isAnswered()).toList();
    }
}
