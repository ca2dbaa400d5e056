package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.coordinator.session.FollowerCounts;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts the followers of the sessions of one partition, and tells them how many they are. Has no state in Kafka, and
 * touches none of the coordinator's: a count brings no session back. Runs on a Kafka Streams thread.
 */
final class FollowerCounter implements Processor<Object, Object, Object, byte[]> {

    /** So often at most is a session told a number, whatever is written to the topic of commands. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Semaphore room;
    private final StallDetector stallDetector;
    private int stalls;
    private FollowerCounts counts;
    private ProcessorContext<Object, byte[]> context;
    private Cancellable scheduled;

    /** @param room for counts, of all partitions of the process */
    FollowerCounter(Semaphore room, StallDetector stallDetector) {
        this.room = room;
        this.stallDetector = stallDetector;
    }

    @Override
    public void init(ProcessorContext<Object, byte[]> context) {
        this.context = context;
        counts = new FollowerCounts(room);
        stalls = stallDetector.stalls();
        scheduled = context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tell);
    }

    @Override
    public void process(Record<Object, Object> record) {
        counts.on((ReadersChanged) ((Input) record.value()).value(), context.currentSystemTimeMs());
    }

    /** After a stall nothing is told: all counts would have expired, and another worker may count meanwhile. */
    private void tell(long now) {
        if (stallDetector.stalls() != stalls) {
            throw new ProcessStalledException();
        }
        counts.due(now).forEach((session, readers) -> {
            Headers headers = new RecordHeaders();
            Watching.writeTo(headers);
            context.forward(new Record<>(session, Json.write(new Watching(readers)), now, headers),
                    CoordinatorTopology.CHUNK_EVENTS);
        });
    }

    /** May be initialized again: see {@link TurnCoordinator#close}. */
    @Override
    public void close() {
        scheduled.cancel();
        counts.clear();
    }
}
