package dev.rivulet.gateway.log.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.TurnId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("chunk-events", 0);
    private static final int THREADS = 4;
    private static final int READERS = 400;
    private static final long END = 2_000;
    private static final int PAGE_BYTES = 500;

    private final TurnId turn = new TurnIds().next();
    private final ReplayReader replay = new ReplayReader(() -> new EndlessConsumer(turn), THREADS,
            Duration.ofSeconds(10), new GatewayMeters(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        replay.close();
    }

    /** The threads take requests at the same time, and each takes with one all that the same scan can serve. */
    @Test
    void manyReadersAtOnceGetEachEventOnceAndInOrder() throws InterruptedException, ExecutionException {
        List<Long> everything = LongStream.range(0, END).boxed().toList();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> reading = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                reading.add(readers.submit(this::readAll));
            }
            for (Future<List<Long>> read : reading) {
                assertThat(read.get()).isEqualTo(everything);
            }
        }
    }

    private List<Long> readAll() {
        List<Long> offsets = new ArrayList<>();
        for (long next = 0; next < END;) {
            LogPage<ChunkRecord> page = replay
                    .readEvents(PARTITION, new Selection.OfTurn(Chunks.named(turn)), next, END, PAGE_BYTES).join();
            page.items().forEach(event -> offsets.add(event.offset()));
            next = page.nextOffset();
        }
        return offsets;
    }
}
