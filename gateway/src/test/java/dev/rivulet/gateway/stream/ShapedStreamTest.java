package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.ShapedItem;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shaped stream of the log and its tail to a reader that is slow at times. */
class ShapedStreamTest {

    private static final List<String> PIECES = List.of("word ", "part", "line\n", "End. ", "\uD83C\uDF0A ");
    private static final List<String> GRANULARITIES = List.of("token", "word", "line", "sentence", "json");
    private static final int MAX_CHARS = 100;

    private final FakeLog log = new FakeLog();
    private final Reader reader = new Reader();
    private final StringBuilder answer = new StringBuilder();
    private long seq;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34})
    void noOrderOfEventsLosesTextOrLeavesATimer(int seed) {
        for (int run = 0; run < 200; run++) {
            new ShapedStreamTest().inAnyOrder(new Random(seed * 1_000L + run));
        }
    }

    private void inAnyOrder(Random random) {
        String granularity = GRANULARITIES.get(random.nextInt(GRANULARITIES.size()));
        Shaping shaping = Shaping.parse(random.nextBoolean() ? Optional.of("50ms") : Optional.empty(),
                Optional.of(granularity), Duration.ofSeconds(1));
        ReaderOptions options = random.nextBoolean()
                ? ReaderOptions.full(shaping)
                : ReaderOptions.withSnapshot(shaping);
        LogSubscriber<TurnEvent> subscriber = new LogSubscriber<>(
                new EventLog(new TopicPartition("chunk-events", 0), new Selection.OfTurn(Chunks.named(Chunks.TURN)),
                        log, log),
                log,
                options.wrap(reader, log, MAX_CHARS), new GatewayMeters(new SimpleMeterRegistry()));
        append(Chunks.started(1));
        deltas(random.nextInt(20), random);
        log.poll(random.nextInt(20));
        subscriber.beginAt(0, new AttemptFilter());
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> deltas(1 + random.nextInt(3), random);
                case 2, 3 -> log.poll(1 + random.nextInt(5));
                case 4 -> log.answerRead(random.nextInt(6));
                case 5, 6 -> log.runOne();
                case 7 -> log.timePasses();
                default -> {
                    reader.full = !reader.full;
                    if (!reader.full) {
                        subscriber.drained();
                    }
                }
            }
        }
        reader.full = false;
        subscriber.drained();
        if (random.nextBoolean()) {
            log.settle();
            assertThat(answer.length() - reader.text.length()).as("held back by %s", options)
                    .isLessThanOrEqualTo(heldBack(granularity));
        }
        append(Chunks.done(1, seq, "stop", answer.length()));
        log.settle();
        assertThat(reader.text.toString()).isEqualTo(answer.toString());
        assertThat(reader.terminals).isEqualTo(1);
        log.timePasses();
        log.runOne();
        assertThat(reader.shownAfterTheEnd).isZero();
    }

    /** The most text that may wait for the rest of its word, line or sentence. */
    private int heldBack(String granularity) {
        return switch (granularity) {
            case "token", "json" -> 0;
            case "line" -> answer.length() - answer.lastIndexOf("\n") - 1;
            default -> answer.length();
        };
    }

    private void deltas(int count, Random random) {
        for (int i = 0; i < count; i++) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            answer.append(piece);
            append(new Delta(1, seq++, piece));
        }
    }

    private void append(ChunkEvent event) {
        log.append(Chunks.record(log.end(), event));
    }

    private static final class Reader implements EventSink<TurnEvent> {

        private final StringBuilder text = new StringBuilder();
        private boolean full;
        private int terminals;
        private boolean ended;
        private int shownAfterTheEnd;

        @Override
        public boolean event(TurnEvent event) {
            shownAfterTheEnd += ended ? 1 : 0;
            switch (event) {
                case TurnRecord.Started started -> {
                }
                case ShapedItem item -> throw new AssertionError("the answer is no array");
                case TurnEvent.Text more -> text.append(more.content());
                case TurnEvent.Other other -> throw new AssertionError("the answer is only text");
                case TurnEvent.End end -> terminals++;
            }
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public boolean full() {
            return full;
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void fail(ProblemException problem) {
            throw problem;
        }
    }
}
