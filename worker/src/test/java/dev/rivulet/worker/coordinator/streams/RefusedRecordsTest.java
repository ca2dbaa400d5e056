package dev.rivulet.worker.coordinator.streams;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.liveness.WorkerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be processed goes to the dead letters, its turn ends, and everything else goes on. */
class RefusedRecordsTest {

    private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final String WORKER = "worker-1";
    private static final String UNKNOWN_CHOICE = "\"options\":{\"whenBusy\":\"wait\"}";

    @TempDir
    Path stateDir;
    private CoordinatorDriver coordinator;

    @BeforeEach
    void start() {
        coordinator = new CoordinatorDriver(WORKER, START, stateDir);
    }

    @AfterEach
    void close() {
        coordinator.close();
    }

    @Test
    void aPromptThatCannotBeReadEndsItsTurnOnceThroughTheResults() {
        TurnId turn = coordinator.mint();

        write(turn, UNKNOWN_CHOICE);

        assertThat(reason()).isEqualTo("is not a Command (field options.whenBusy)");
        assertThat(coordinator.reported()).singleElement()
                .satisfies(result -> assertThat(result.turnId()).isEqualTo(turn));
        assertEnded(turn, "invalid_prompt", "The prompt is not a Command (field options.whenBusy).");
        assertGoesOn();
    }

    @ParameterizedTest
    @CsvSource({"'\"model\":\"dear\"', names a model that is not allowed",
            "'\"model\":\"allowed\",\"maxTokens\":101', asks for more tokens than are allowed",
            "'\"modelOptions\":{\"later\":1}', 'has an option for the model that is not known, invalid, or too large'",
            "'\"modelOptions\":{\"n\":2}', 'has an option for the model that is not known, invalid, or too large: n'",
            "'\"modelOptions\":{\"stop\":[7]}', 'has an option for the model that is not known, invalid, or too large:"
                    + " stop'"})
    void aPromptThatAsksForMoreThanIsAllowedEndsItsTurnBeforeAProviderIsCalled(String options, String reason) {
        TurnId turn = coordinator.mint();

        write(turn, "\"options\":{" + options + "}");

        assertThat(coordinator.executions.started).isEmpty();
        assertThat(reason()).isEqualTo(reason);
        assertEnded(turn, "invalid_prompt", "The prompt " + reason + ".");
        assertGoesOn();
    }

    @Test
    void aPromptThatAsksForAllThatIsAllowedRuns() {
        TurnId turn = coordinator.mint();

        write(turn, "\"options\":{\"model\":\"allowed\",\"maxTokens\":100}");

        assertThat(coordinator.executions.started).singleElement()
                .satisfies(job -> assertThat(job.turn()).isEqualTo(turn));
    }

    @Test
    void theSamePromptAgainAfterACrashEndsWithTheSameTerminal() {
        TurnId turn = coordinator.mint();
        write(turn, UNKNOWN_CHOICE);
        List<CoordinatorDriver.Shown> first = coordinator.shown();

        write(turn, UNKNOWN_CHOICE);

        assertThat(coordinator.shown()).isEqualTo(first);
    }

    @Test
    void aTurnThatRunsOrWaitsIsNotTouchedByARecordThatNamesIt() {
        TurnId runs = prompt("1");
        TurnId waits = prompt("2");

        write(runs, UNKNOWN_CHOICE);
        write(waits, UNKNOWN_CHOICE);

        assertThat(coordinator.output("dead-letters")).hasSize(2);
        assertThat(coordinator.reported()).isEmpty();
        assertThat(coordinator.active(SESSION).turns()).containsExactly(runs, waits);
    }

    @Test
    void whoAskedWithAKeyLearnsWhichTurnItStandsFor() {
        TurnId turn = coordinator.mint();
        TurnId request = coordinator.mint();
        write(turn, UNKNOWN_CHOICE + ",\"idempotency\":" + new String(
                Json.write(new Idempotency(request, "k", "d")), UTF_8));

        TestRecord<byte[], byte[]> reply = coordinator.output("chunk-events").getFirst();
        assertThat(CoordinatorReply.request(reply.headers())).contains(request);
        assertThat(Json.read(reply.value(), Accepted.class))
                .isEqualTo(new Accepted(request, turn, Accepted.Status.CREATED));
    }

    @Test
    void aPromptThatBreaksOffEndsTheTurnThatItNamedBefore() {
        TurnId turn = coordinator.mint();

        coordinator.commands(SESSION.value(), ("{\"type\":\"PromptRequested\",\"turnId\":\"" + turn
                + "\",\"prompt\":\"brok").getBytes(UTF_8));

        assertThat(reason()).isEqualTo("is not a Command (field prompt)");
        assertEnded(turn, "invalid_prompt", "The prompt is not a Command (field prompt).");
    }

    @Test
    void aPromptOfAnotherSessionThanItsKeyEndsNothing() {
        coordinator.commands("s-2", ("{\"type\":\"PromptRequested\",\"sessionId\":\"s-1\",\"turnId\":\""
                + coordinator.mint() + "\",\"prompt\":[1]}").getBytes(UTF_8));

        assertThat(coordinator.output("dead-letters")).hasSize(1);
        assertThat(coordinator.reported()).isEmpty();
    }

    @Test
    void anIdThatIsTooFarAheadEndsItsTurnAndItsRecordsAreNotStampedSoFarAhead() {
        TurnId ahead = coordinator.mint(START.plus(Duration.ofHours(2)));
        coordinator.send(PromptRequested.ofPrompt(SESSION, ahead, "hi", TurnOptions.NONE));
        coordinator.send(new SessionRequested(SESSION, coordinator.mint(START.plus(Duration.ofHours(2)))));

        assertThat(reason()).contains("ahead");
        assertThat(coordinator.executions.started).isEmpty();
        long latest = START.plus(TurnId.MAX_LEAD).toEpochMilli();
        assertThat(coordinator.output("turn-results")).hasSize(1)
                .allSatisfy(result -> assertThat(result.timestamp()).isLessThanOrEqualTo(latest));
        assertThat(coordinator.output("chunk-events")).hasSize(2)
                .allSatisfy(event -> assertThat(event.timestamp()).isLessThanOrEqualTo(latest));
    }

    @Test
    void anIdOfAClockThatIsAheadWithinTheToleranceRuns() {
        TurnId ahead = coordinator.mint(START.plus(Duration.ofMinutes(9)));
        coordinator.send(PromptRequested.ofPrompt(SESSION, ahead, "hi", TurnOptions.NONE));

        assertThat(coordinator.executions.started).extracting(TurnJob::turn).containsExactly(ahead);
    }

    @Test
    void aPromptLargerThanARecordIsNotEvenRead() {
        TurnId large = prompt("x".repeat(CoordinatorDriver.RECORD_BYTES));

        assertThat(reason()).isEqualTo("is larger than a record may be");
        assertEnded(large, "invalid_prompt", "The prompt is larger than a record may be.");
        assertGoesOn();
    }

    @Test
    void aModelsNameThatEventsCannotCarryIsRefused() {
        TurnId turn = coordinator.mint();
        write(turn, "\"options\":{\"model\":\"" + "m".repeat(TurnOptions.MAX_MODEL + 1) + "\"}");

        assertEnded(turn, "invalid_prompt", "The prompt is not a Command (field options: the name of a model has");
    }

    @Test
    void aPromptInThePartitionOfAnotherKeyEndsThroughTheResultsOfItsOwn() {
        SessionId elsewhere = IntStream.range(0, 100).mapToObj(i -> new SessionId("s-" + i))
                .filter(session -> SessionPartition.of(session, 2) == 1).findFirst().orElseThrow();
        restart(2, CoordinatorDriver.State.EMPTY);
        TurnId turn = coordinator.mint();

        coordinator.send(PromptRequested.ofPrompt(elsewhere, turn, "hi", TurnOptions.NONE));

        assertThat(coordinator.output("turn-results")).singleElement().satisfies(result -> {
            assertThat(new String(result.key(), UTF_8)).isEqualTo(elsewhere.value());
            assertThat(Json.read(result.value(), TurnFinished.class).turnId()).isEqualTo(turn);
        });
    }

    @Test
    void aResultThatCannotBeReadEndsTheAttemptThatRuns() {
        TurnId turn = prompt("hi");

        coordinator.results(SESSION.value(), ("{\"sessionId\":\"s-1\",\"turnId\":\"" + turn
                + "\",\"attempt\":1,\"owner\":\"" + WORKER + "\",\"outcome\":{\"type\":\"paused\"},\"seq\":3}")
                .getBytes(UTF_8));

        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(turn);
            assertThat(((TurnError) shown.event()).code()).isEqualTo("internal");
            assertThat(((TurnError) shown.event()).seq()).isEqualTo(3);
            assertThat(((TurnError) shown.event()).timings()).as("nobody knows them").isNull();
        });
        assertThat(coordinator.active(SESSION)).isNull();
    }

    @Test
    void aResultThatCannotBeReadOfAnotherAttemptEndsNothing() {
        TurnId turn = prompt("hi");

        coordinator.results(SESSION.value(), ("{\"sessionId\":\"s-1\",\"turnId\":\"" + turn
                + "\",\"attempt\":1,\"owner\":\"worker-9\",\"outcome\":1}").getBytes(UTF_8));

        assertThat(coordinator.shown()).isEmpty();
        assertThat(coordinator.active(SESSION).isOpen(turn)).isTrue();
    }

    @Test
    void activeTurnsThatCannotBeReadAreSetAsideAndEnd() {
        TurnId open = coordinator.mint();
        TurnId queued = coordinator.mint();
        Map<String, Object> state = Map.of("open", Map.of("request", Map.of("turnId", open, "sessionId", SESSION),
                "attempt", 1, "claimedAt", 1), "queue", List.of(Map.of("request", Map.of("turnId", queued)), 7));
        restart(1, CoordinatorDriver.State.ofAnyShape(Map.of(SESSION.value(), state), Map.of()));

        coordinator.passes(Duration.ofMillis(100));

        TestRecord<byte[], byte[]> letter = coordinator.output("dead-letters").getFirst();
        assertThat(letter.value()).isEqualTo(Json.write(state));
        assertThat(new String(letter.headers().lastHeader(DeadLetterHeaders.TOPIC).value(), UTF_8))
                .isEqualTo("rivulet-worker-active-turns-changelog");
        assertThat(coordinator.shown()).extracting(CoordinatorDriver.Shown::turn).containsExactly(open, queued);
        assertThat(coordinator.active(SESSION)).isNull();
        assertGoesOn();
    }

    @Test
    void aConversationThatCannotBeReadIsSetAsideAndTheSessionBeginsAnew() {
        restart(1, CoordinatorDriver.State.ofAnyShape(Map.of(),
                Map.of(SESSION.value(), Map.of("messages", List.of(Map.of("role", "robot"))))));

        assertGoesOn();
        coordinator.passes(Duration.ofMinutes(1));

        assertThat(coordinator.output("dead-letters")).hasSize(1);
        assertThat(coordinator.state().conversations()).isEmpty();
    }

    @Test
    void aConversationThatCannotBeReadIsInTheDeadLettersAlsoWhenOtherStateIsStoredOverIt() {
        restart(1, CoordinatorDriver.State.ofAnyShape(Map.of(), Map.of(SESSION.value(), 7)));

        coordinator.send(new CancelRequested(SESSION, coordinator.mint()));
        coordinator.passes(Duration.ofMillis(100));

        assertThat(coordinator.output("dead-letters")).singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo("7".getBytes(UTF_8)));
        assertThat(coordinator.state().conversations().get(SESSION.value()).cancelledEarly()).hasSize(1);
    }

    @Test
    void aPromptWhoseStateWouldNotFitItsChangelogEndsAndNothingOfItIsStored() {
        coordinator.close();
        coordinator = new CoordinatorDriver(WORKER, START, stateDir, 20_000);
        TurnId large = prompt("x".repeat(15_000));

        assertThat(reason()).isEqualTo("could not be processed (StateTooLargeException)");
        assertEnded(large, "internal", "The turn failed inside Rivulet.");
        assertThat(coordinator.active(SESSION)).isNull();
        assertGoesOn();
    }

    @Test
    void turnsThatCanNotBeStoredAnyMoreEndAndOtherSessionsGoOn() {
        TurnId large = prompt("x".repeat(15_000));
        CoordinatorDriver.State state = coordinator.state();
        coordinator.close();
        // As after a restart with lower limits. Another worker ran the turn.
        coordinator = new CoordinatorDriver("worker-2", START, stateDir, 20_000, 1, state);
        for (int i = 0; i < 10; i++) {
            coordinator.workers.onHeartbeat("worker-2", WorkerStatus.UNKNOWN);
        }

        coordinator.passes(Duration.ofSeconds(5));

        assertEnded(large, "internal", "The turn failed inside Rivulet.");
        assertThat(coordinator.active(SESSION)).isNull();
        assertGoesOn();
    }

    @Test
    void aResultWhoseTextTheSessionCannotKeepEndsItsTurnAndTheNextOneBegins() {
        coordinator.close();
        coordinator = new CoordinatorDriver(WORKER, START, stateDir, 12_000);
        TurnId turn = prompt("x");
        TurnId next = prompt("y");

        TurnFinished result = coordinator.answer("\u0001".repeat(900));
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(reason()).isEqualTo("could not be processed (StateTooLargeException)");
        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(turn);
            assertThat(shown.event()).isEqualTo(result.terminal());
        });
        assertThat(coordinator.executions.started).last().extracting(TurnJob::turn).isEqualTo(next);
    }

    private void restart(int partitions, CoordinatorDriver.State state) {
        coordinator.close();
        coordinator = new CoordinatorDriver(WORKER, START, stateDir, partitions, state);
    }

    private void write(TurnId turn, String more) {
        coordinator.commands(SESSION.value(), ("{\"type\":\"PromptRequested\",\"sessionId\":\"s-1\",\"turnId\":\""
                + turn + "\",\"prompt\":\"hi\"," + more + "}").getBytes(UTF_8));
    }

    private void assertEnded(TurnId turn, String code, String message) {
        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(turn);
            assertThat(((TurnError) shown.event()).code()).isEqualTo(code);
            assertThat(((TurnError) shown.event()).message()).startsWith(message);
        });
    }

    private void assertGoesOn() {
        int before = coordinator.executions.started.size();
        TurnId next = prompt("the next one");
        assertThat(coordinator.executions.started).hasSize(before + 1).last()
                .satisfies(job -> assertThat(job.turn()).isEqualTo(next));
    }

    private String reason() {
        TestRecord<byte[], byte[]> letter = coordinator.output("dead-letters").getFirst();
        return new String(letter.headers().lastHeader(DeadLetterHeaders.REASON).value(), UTF_8);
    }

    private TurnId prompt(String words) {
        TurnId turn = coordinator.mint();
        coordinator.send(PromptRequested.ofPrompt(SESSION, turn, words, TurnOptions.NONE));
        return turn;
    }
}
