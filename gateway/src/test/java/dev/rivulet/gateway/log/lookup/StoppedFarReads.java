package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.LogPage;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.Replay;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A replay in which reads that begin far behind the start of the log wait until they are let go. */
final class StoppedFarReads implements Replay {

    private static final long FAR = 2_000;

    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();
    private final Replay replay;

    StoppedFarReads(Replay replay) {
        this.replay = replay;
    }

    @Override
    public <T> CompletableFuture<LogPage<T>> read(TopicPartition partition, long from, long to,
            RecordSelector<T> selector, int maxBytes) {
        if (from < FAR) {
            return replay.read(partition, from, to, selector, maxBytes);
        }
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        begun.countDown();
        CompletableFuture<LogPage<T>> page = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                mayGoOn.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            LogPage<T> read = replay.read(partition, from, to, selector, maxBytes).join();
            underWay.decrementAndGet();
            page.complete(read);
        });
        return page;
    }

    @Override
    public CompletableFuture<LogPage<ChunkRecord>> readEvents(TopicPartition partition, Selection selection,
            long from, long to, int maxBytes) {
        return replay.readEvents(partition, selection, from, to, maxBytes);
    }

    @Override
    public CompletableFuture<LogPage<ConsumerRecord<byte[], byte[]>>> readRecord(TopicPartition partition,
            long offset) {
        return replay.readRecord(partition, offset);
    }

    @Override
    public CompletableFuture<OptionalLong> offsetForTime(TopicPartition partition, long timestamp) {
        return replay.offsetForTime(partition, timestamp);
    }

    @Override
    public CompletableFuture<LogBounds> readBounds(TopicPartition partition) {
        return replay.readBounds(partition);
    }
}
