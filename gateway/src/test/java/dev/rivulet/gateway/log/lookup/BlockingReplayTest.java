package dev.rivulet.gateway.log.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.LogPage;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Look-ups in a log that does not answer. */
class BlockingReplayTest {

    private static final TopicPartition PARTITION = new TopicPartition("chunk-events", 0);

    private static final SearchLimits LIMITS = new SearchLimits(1, 100);

    private final SilentLog log = new SilentLog();

    @Test
    void aQuestionThatWaitedTooLongIsWithdrawn() {
        assertThatThrownBy(() -> new BlockingReplay(log, LIMITS, Duration.ofMillis(1)).readBounds(PARTITION))
                .isInstanceOf(ProblemException.class);
        assertThat(log.question).isCancelled();
    }

    @Test
    void aQuestionWhoseClientIsGoneIsWithdrawn() throws InterruptedException {
        CompletableFuture<?> lookup = EventLoop.blocking(() -> {
            log.reader = Thread.currentThread();
            return new BlockingReplay(log, LIMITS, Duration.ofMinutes(1)).readBounds(PARTITION);
        });
        log.asked.join();
        lookup.cancel(false);
        log.reader.join();
        assertThat(log.question).isCancelled();
    }

    /** Otherwise a permit would be lost with each look-up that waited too long, and in the end all. */
    @Test
    void aSearchThatWaitedTooLongForItsPermitLeavesNoneBehind() {
        SearchLimits limits = new SearchLimits(1, 100);
        BlockingReplay first = new BlockingReplay(log, limits, Duration.ofMinutes(1));
        first.goFar();
        for (int i = 0; i < 10; i++) {
            BlockingReplay late = new BlockingReplay(log, limits, Duration.ofMillis(1));
            late.beginSearch();
            assertThatThrownBy(late::goFar).isInstanceOf(ProblemException.class);
            late.endSearch();
        }
        first.endSearch();
        BlockingReplay next = new BlockingReplay(log, limits, Duration.ofMinutes(1));
        next.goFar();
        next.endSearch();
    }

    private static final class SilentLog implements Replay {

        private final CompletableFuture<LogBounds> question = new CompletableFuture<>();
        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private volatile Thread reader;

        @Override
        public CompletableFuture<LogBounds> readBounds(TopicPartition partition) {
            asked.complete(null);
            return question;
        }

        @Override
        public <T> CompletableFuture<LogPage<T>> read(TopicPartition partition, long from, long to,
                RecordSelector<T> selector, int maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<LogPage<ChunkRecord>> readEvents(TopicPartition partition, Selection selection,
                long from, long to, int maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<LogPage<ConsumerRecord<byte[], byte[]>>> readRecord(TopicPartition partition,
                long offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<OptionalLong> offsetForTime(TopicPartition partition, long timestamp) {
            throw new UnsupportedOperationException();
        }
    }
}
