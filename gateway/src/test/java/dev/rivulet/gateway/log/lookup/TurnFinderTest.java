package dev.rivulet.gateway.log.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.replay.ReplayReader;
import dev.rivulet.gateway.log.tail.KnownTurns;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What look-ups read of topics with one partition and many records of others. */
class TurnFinderTest {

    private static final String PROMPTS = "prompt-requests";
    private static final String EVENTS = "chunk-events";
    private static final String RESULTS = "turn-results";
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LARGE = new byte[50 << 10];
    private static final OwnedSession SESSION = Principal.ANONYMOUS.session("mine");
    private static final long NOW = System.currentTimeMillis();
    private static final long HOUR = 3_600_000;
    private static final long SECOND = 1_000;
    private static final int MAX_RECORDS = 10_000;
    /** Those of three searches at most, and what their first and last fetches have beyond. */
    private static final int BOUND = 3 * MAX_RECORDS;
    private static final int MANY = 100_000;

    private final RecordedTopics topics = new RecordedTopics();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReplayReader replay = new ReplayReader(topics::consumer, 1, Duration.ofSeconds(10),
            new GatewayMeters(registry));
    private final KnownTurns known = new KnownTurns(10);
    private final TurnFinder finder = new TurnFinder(replay, new Topics("", 1), known,
            new SearchLimits(1, MAX_RECORDS), Duration.ofSeconds(30));

    @AfterEach
    void close() {
        replay.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-400 * 24 * HOUR, -3 * HOUR, -2 * HOUR + 1, 10 * SECOND})
    void aMadeUpTurnIsUnknownAfterABoundedNumberOfRecords(long age) {
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addOthers(topic, MANY, NOW - 3 * HOUR, NOW - HOUR);
        }
        assertProblem(() -> finder.firstPosition(address(turn(NOW + age))), ProblemCode.UNKNOWN_TURN);
        assertThat(recordsRead()).isLessThanOrEqualTo(BOUND);
    }

    @Test
    void aMadeUpTurnOlderThanTheLogsIsUnknownAfterABoundedNumberOfRecords() {
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addOthers(topic, 10, NOW - 30 * HOUR, NOW - 29 * HOUR);
            topics.deleteAll(topic);
            addOthers(topic, MANY, NOW - 3 * HOUR, NOW - HOUR);
        }
        assertProblem(() -> finder.firstPosition(address(turn(NOW - 40 * HOUR))), ProblemCode.UNKNOWN_TURN);
        assertThat(recordsRead()).isLessThanOrEqualTo(BOUND);
    }

    @Test
    void oneRecordThatIsStampedAheadHidesNoTurnAndCostsItLittle() {
        TurnId turn = turn(NOW - 10 * SECOND);
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addOthers(topic, 1, NOW + HOUR, NOW + HOUR);
            addOthers(topic, MANY, NOW - HOUR, NOW - 10 * SECOND);
        }
        addPrompt(turn, turn.timestamp());
        long offset = addEvent(turn, NOW - 9 * SECOND, Chunks.started(1));
        addEvent(turn, NOW - 9 * SECOND, new Delta(1, 0, "x"));
        addOthers(EVENTS, MANY, NOW - 9 * SECOND, NOW);

        assertThat(finder.firstPosition(address(turn)).offset()).isEqualTo(offset);
        assertThat(recordsRead()).isLessThanOrEqualTo(12_000);
    }

    /** Ten minutes of an attack: 300 MB, and one record that is stamped ahead. */
    @Test
    void aTurnAmongLargeRecordsIsFoundAndAMadeUpOneCostsLittleMore() {
        TurnId turn = turn(NOW - 300 * SECOND);
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addOthers(topic, 1, NOW + HOUR, NOW + HOUR);
            addLargeOthers(topic, NOW - 600 * SECOND, NOW - 300 * SECOND);
        }
        addPrompt(turn, turn.timestamp());
        addLargeOthers(EVENTS, NOW - 300 * SECOND, NOW - 299 * SECOND);
        long offset = addEvent(turn, NOW - 299 * SECOND, Chunks.started(1));
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addLargeOthers(topic, NOW - 299 * SECOND, NOW);
        }

        assertThat(finder.firstPosition(address(turn)).offset()).isEqualTo(offset);
        double ofTurn = bytesRead();
        assertThat(ofTurn).isLessThan(20e6);
        assertProblem(() -> finder.firstPosition(address(turn(NOW - 200 * SECOND))), ProblemCode.UNKNOWN_TURN);
        assertThat(bytesRead() - ofTurn).isLessThan(30e6);
    }

    @Test
    void aTurnIsFoundAmongRecordsOfClocksThatAreBehindOrAhead() {
        for (long clock : new long[]{-30 * SECOND, 30 * SECOND}) {
            topics.deleteAll(PROMPTS);
            TurnId turn = turn(NOW - 300 * SECOND);
            addOthers(PROMPTS, 1, NOW + HOUR, NOW + HOUR);
            addOthers(PROMPTS, 20_000, NOW - 600 * SECOND + clock, NOW - 300 * SECOND + clock);
            addPrompt(turn, turn.timestamp());
            addOthers(PROMPTS, 20_000, NOW - 300 * SECOND + clock, NOW + clock);

            assertThat(finder.firstPosition(address(turn)).offset()).isZero();
        }
    }

    @Test
    void aTurnWhoseOwnIdIsAheadIsFoundToo() {
        TurnId turn = turn(NOW + 300 * SECOND);
        for (String topic : new String[]{PROMPTS, EVENTS}) {
            addOthers(topic, 1, NOW + HOUR, NOW + HOUR);
            addOthers(topic, 3_000, NOW - HOUR, NOW);
        }
        addPrompt(turn, turn.timestamp());
        long offset = addEvent(turn, turn.timestamp(), Chunks.started(1));
        addOthers(EVENTS, 6_000, NOW, NOW + 600 * SECOND);
        addEvent(turn, NOW + 600 * SECOND, Chunks.started(2));

        assertThat(finder.firstPosition(address(turn)).offset()).isEqualTo(offset);
    }

    @Test
    void aTurnOlderThanItsEventsIsReadFromItsResultWithoutASearchOfLaterEvents() {
        TurnId turn = turn(NOW - 9 * HOUR);
        addPrompt(turn, turn.timestamp());
        addOthers(PROMPTS, MANY, NOW - 9 * HOUR, NOW);
        addEvent(turn, NOW - 9 * HOUR, Chunks.started(1));
        topics.deleteAll(EVENTS);
        addOthers(EVENTS, MANY, NOW - 6 * HOUR, NOW);
        addResult(turn, NOW - 9 * HOUR + SECOND, "the answer");
        addOthers(RESULTS, MANY, NOW - 9 * HOUR, NOW);

        assertThat(new TurnSnapshots(finder).read(address(turn)).text()).isEqualTo("the answer");
        assertThat(recordsRead()).isLessThanOrEqualTo(100);
        assertProblem(() -> finder.firstPosition(address(turn)), ProblemCode.EVENTS_EXPIRED);
    }

    @Test
    void aTurnThatTheTailHasSeenIsFoundWithoutASearch() {
        for (long age : new long[]{SECOND, HOUR}) {
            TurnId turn = turn(NOW - age);
            addOthers(EVENTS, 100, NOW - age, NOW);
            long offset = addEvent(turn, NOW - age, Chunks.started(1));
            known.read(0, started(turn), ByteBuffer.wrap(SESSION.key().keyBytes()), offset);

            assertThat(finder.firstPosition(address(turn)).offset()).isEqualTo(offset);
            assertThat(new TurnSnapshots(finder).read(address(turn)).status())
                    .isEqualTo(TurnSnapshot.Status.RUNNING);
        }
        assertThat(new String[]{PROMPTS, EVENTS, RESULTS}).extracting(topics::searches).containsOnly(0);
    }

    /** With two replay threads one is left for all that does not go far. */
    @Test
    void oneFarSearchIsUnderWayAtATimeAndKeepsNoOtherLookupWaiting() throws Exception {
        TurnId turn = turn(NOW - 10 * SECOND);
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addOthers(topic, 1, NOW + HOUR, NOW + HOUR);
        }
        addPrompt(turn, turn.timestamp());
        long offset = addEvent(turn, NOW - 9 * SECOND, Chunks.started(1));
        for (String topic : new String[]{PROMPTS, EVENTS, RESULTS}) {
            addOthers(topic, 20_000, NOW - HOUR, NOW - 10 * SECOND);
        }
        StoppedFarReads slow = new StoppedFarReads(replay);
        TurnFinder two = new TurnFinder(slow, new Topics("", 1), known, new SearchLimits(2, MAX_RECORDS),
                Duration.ofSeconds(30));
        try (ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> madeUp = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                TurnAddress unknown = address(turn(NOW - 100 * SECOND));
                madeUp.add(lookups.submit(
                        () -> assertProblem(() -> two.firstPosition(unknown), ProblemCode.UNKNOWN_TURN)));
            }
            slow.begun.await();
            for (int i = 0; i < 20; i++) {
                assertThat(two.firstPosition(address(turn)).offset()).isEqualTo(offset);
            }
            assertThat(slow.underWay).hasValue(1);
            slow.mayGoOn.countDown();
            for (Future<?> lookup : madeUp) {
                lookup.get();
            }
            assertThat(slow.mostUnderWay).hasValue(1);
        }
    }

    @Test
    void aTurnOfAnotherSessionWithTheIdOfAKnownOneIsUnknown() {
        TurnId turn = turn(NOW - HOUR);
        known.read(0, started(turn), ByteBuffer.wrap(OTHER), addEvent(turn, NOW - HOUR, Chunks.started(1)));

        assertProblem(() -> finder.firstPosition(address(turn)), ProblemCode.UNKNOWN_TURN);
    }

    @Test
    void theEventsOfAKnownTurnExpireToo() {
        TurnId turn = turn(NOW - 9 * HOUR);
        known.read(0, started(turn), ByteBuffer.wrap(SESSION.key().keyBytes()),
                addEvent(turn, NOW - 9 * HOUR, Chunks.started(1)));
        topics.deleteAll(EVENTS);
        addOthers(EVENTS, 10, NOW - 6 * HOUR, NOW);

        assertProblem(() -> finder.firstPosition(address(turn)), ProblemCode.EVENTS_EXPIRED);
    }

    @Test
    void aKnownTurnBehindTheEndOfALogThatWasMadeAnewIsSearchedFor() {
        TurnId turn = turn(NOW - HOUR);
        known.read(0, started(turn), ByteBuffer.wrap(SESSION.key().keyBytes()), 1_000);
        addPrompt(turn, turn.timestamp());
        addOthers(EVENTS, 10, NOW - 2 * HOUR, NOW - HOUR);
        long offset = addEvent(turn, NOW - HOUR, Chunks.started(1));

        assertThat(finder.firstPosition(address(turn)).offset()).isEqualTo(offset);
    }

    @Test
    void aLookupSearchesEachTopicOnce() {
        TurnId turn = turn(NOW - 9 * HOUR);
        addPrompt(turn, turn.timestamp());
        addEvent(turn, NOW - 9 * HOUR, Chunks.started(1));
        topics.deleteAll(EVENTS);
        addOthers(EVENTS, 10, NOW - 6 * HOUR, NOW);
        addResult(turn, NOW - 9 * HOUR + SECOND, "the answer");

        assertThat(new TurnSnapshots(finder).read(address(turn)).text()).isEqualTo("the answer");
        assertThat(new String[]{PROMPTS, EVENTS, RESULTS}).extracting(topics::searches).containsOnly(1);
    }

    @Test
    void aLookupOfATurnWhosePromptWasDeletedSearchesEachTopicOnce() {
        TurnId turn = turn(NOW - 9 * HOUR);
        addPrompt(turn, turn.timestamp());
        addEvent(turn, NOW - 9 * HOUR, Chunks.started(1));
        topics.deleteAll(PROMPTS);
        topics.deleteAll(EVENTS);
        addResult(turn, NOW - 9 * HOUR + SECOND, "the answer");

        assertProblem(() -> finder.firstPosition(address(turn)), ProblemCode.EVENTS_EXPIRED);
        assertThat(new String[]{PROMPTS, EVENTS, RESULTS}).extracting(topics::searches).containsOnly(1);
    }

    @Test
    void aTurnThatWaitsBeginsWhereTheSearchForItStopped() {
        TurnId turn = turn(NOW - HOUR);
        addPrompt(turn, turn.timestamp());
        addOthers(EVENTS, MANY, NOW - HOUR, NOW);

        assertThat(finder.firstPosition(address(turn)).offset()).isBetween(1L, (long) recordsRead());
        assertThat(recordsRead()).isLessThanOrEqualTo(BOUND);
    }

    private void addOthers(String topic, int count, long from, long to) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn(from), EventType.DELTA, 1).writeTo(headers, "w");
        for (int i = 0; i < count; i++) {
            topics.add(topic, from + (to - from) * i / count, OTHER, OTHER, headers);
        }
    }

    /** One for each 100 ms, of 50 KB. */
    private void addLargeOthers(String topic, long from, long to) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn(from), EventType.DELTA, 1).writeTo(headers, "w");
        for (long time = from; time < to; time += 100) {
            topics.add(topic, time, OTHER, LARGE, headers);
        }
    }

    private void addPrompt(TurnId turn, long timestamp) {
        topics.add(PROMPTS, timestamp, SESSION.key().keyBytes(),
                ("{\"type\":\"PromptRequested\",\"turnId\":\"" + turn + "\"}").getBytes(StandardCharsets.US_ASCII),
                new RecordHeaders());
    }

    private void addResult(TurnId turn, long timestamp, String text) {
        topics.add(RESULTS, timestamp, SESSION.key().keyBytes(),
                Json.write(new TurnFinished(SESSION.key(), turn, 1, "w", new Outcome.Completed("stop", Chunks.USAGE), 1,
                        text,
                        "m", "p", Chunks.TIMINGS)),
                new RecordHeaders());
    }

    private long addEvent(TurnId turn, long timestamp, ChunkEvent event) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn, EventType.of(event), event.attempt()).writeTo(headers, "w");
        return topics.add(EVENTS, timestamp, SESSION.key().keyBytes(), Json.write(event), headers);
    }

    private double bytesRead() {
        return registry.counter("rivulet.gateway.replay.bytes").count();
    }

    private double recordsRead() {
        return registry.counter("rivulet.gateway.replay.records").count();
    }

    private static TurnAddress address(TurnId turn) {
        return TurnAddress.of(SESSION, turn, new Topics("", 1));
    }

    private static TurnId turn(long time) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new TurnId(new UUID(time << 16 | 0x7000L | random.nextInt(0x1000), random.nextLong() >>> 2 | 1L << 63));
    }

    private static void assertProblem(ThrowingCallable call, ProblemCode code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class,
                problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static ChunkHeaders started(TurnId turn) {
        return new ChunkHeaders(turn, EventType.STARTED, 1);
    }
}
