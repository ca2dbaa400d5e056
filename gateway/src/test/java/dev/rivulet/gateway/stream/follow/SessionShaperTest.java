package dev.rivulet.gateway.stream.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.shape.ManualTimers;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionShaperTest {

    private static final int RUNS = 200;
    private static final int MAX_CHARS = 64 << 10;
    private static final List<String> GRANULARITIES = List.of("token", "word", "line", "sentence");

    @Test
    void inAnyShapeAndFromAnyCursorAFollowerIsShownEverythingOnceAndInOrder() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            List<ChunkRecord> log = new SessionHistory(random, false, 4).log;
            List<String> whole = essence(follow(log, SessionFilter.idle(0), 0, 0, Shaping.NONE, random));
            List<SessionEvent> shaped = follow(log, SessionFilter.idle(0), 0, 0, shaping(random), random);
            assertThat(essence(shaped)).as("seed %d", seed).isEqualTo(whole);
            for (int seen = 0; seen < shaped.size(); seen++) {
                Cursor cursor = Cursor.parse(shaped.get(seen).position().cursor(7).toString());
                List<SessionEvent> both = new ArrayList<>(shaped.subList(0, seen + 1));
                both.addAll(follow(log, SessionFilterTest.resumed(cursor, log), cursor.offset() + 1,
                        cursor.charsBeyond(), shaping(random), random));
                assertThat(essence(both)).as("seed %d after %d", seed, seen).isEqualTo(whole);
            }
        }
    }

    @Test
    void withoutShapingTheSinkIsNotWrapped() {
        CollectingSink sink = new CollectingSink();
        assertThat(SessionShaper.wrap(sink, ReaderOptions.from(0, 0, Shaping.NONE), new ManualTimers(), MAX_CHARS))
                .isSameAs(sink);
    }

    private static Shaping shaping(Random random) {
        return Shaping.parse(random.nextBoolean() ? Optional.of("50ms") : Optional.empty(),
                Optional.of(GRANULARITIES.get(random.nextInt(GRANULARITIES.size()))), Duration.ofSeconds(1));
    }

    private static List<SessionEvent> follow(List<ChunkRecord> log, SessionFilter filter, long from, int chars,
            Shaping shaping, Random random) {
        CollectingSink collected = new CollectingSink();
        ManualTimers timers = new ManualTimers();
        EventSink<SessionEvent> sink = SessionShaper.wrap(collected, ReaderOptions.from(from, chars, shaping), timers,
                MAX_CHARS);
        for (ChunkRecord record : log.subList((int) from, log.size())) {
            filter.admit(record).ifPresent(sink::event);
            if (random.nextInt(3) == 0) {
                timers.goOff();
            }
        }
        return collected.events;
    }

    /**
     * Joins consecutive text. Text of an attempt just before the next one starts is void and left out: it may be
     * missing.
     */
    private static List<String> essence(List<SessionEvent> events) {
        List<String> essence = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (SessionEvent event : events) {
            if (event.shownType() == ShownType.DELTA) {
                text.append(Json.read(event.value(), Delta.class).content());
                continue;
            }
            if (event.shownType() != ShownType.STARTED && !text.isEmpty()) {
                essence.add(text.toString());
            }
            text.setLength(0);
            essence.add(event.shownType() + " " + new String(event.value(), StandardCharsets.UTF_8));
        }
        return essence;
    }

    private static final class CollectingSink implements EventSink<SessionEvent> {

        private final List<SessionEvent> events = new ArrayList<>();

        @Override
        public boolean event(SessionEvent event) {
            events.add(event);
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public boolean full() {
            return false;
        }

        @Override
        public void end() {}

        @Override
        public void fail(ProblemException problem) {
            throw problem;
        }
    }
}
