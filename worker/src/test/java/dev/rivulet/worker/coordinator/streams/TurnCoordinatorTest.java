package dev.rivulet.worker.coordinator.streams;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.DeadLetterHeaders;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.SessionScript;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.liveness.WorkerStatus;
import dev.rivulet.worker.recovery.LostAttempt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnCoordinatorTest {

    private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final String WORKER = "worker-1";

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
    void aTurnIsDispatchedAndItsResultBecomesTheTerminal() {
        TurnId turn = prompt("hi");
        assertThat(coordinator.executions.started).extracting(TurnJob::turn).containsExactly(turn);
        assertThat(coordinator.active(SESSION).isOpen(turn)).isTrue();

        TurnFinished result = coordinator.answer("hello");

        assertThat(coordinator.shown()).containsExactly(new CoordinatorDriver.Shown(turn, result.terminal()));
        assertThat(coordinator.executions.released).containsExactly(new SessionTurn(SESSION, turn));
        assertThat(coordinator.active(SESSION)).isNull();
        assertThat(coordinator.meters.counter("rivulet.turns", "outcome", "stop").count()).isEqualTo(1);
    }

    @Test
    void theConversationIsReadOnceForAllTheInputsOfATurn() {
        prompt("hi");
        coordinator.answer("hello");
        prompt("how are you?");
        coordinator.overwriteConversation(SESSION, "is not read".getBytes(UTF_8));
        coordinator.answer("fine");
        prompt("good");

        assertThat(coordinator.executions.started.getLast().messages()).extracting(Message::content)
                .containsExactly("hi", "hello", "how are you?", "fine", "good");
    }

    @Test
    void terminalsHaveTheHeadersThatRelaysReadAndTheSessionAsKey() {
        TurnId turn = prompt("hi");
        coordinator.answer("hello");

        TestRecord<byte[], byte[]> terminal = coordinator.output("chunk-events").getLast();
        assertThat(new String(terminal.key(), UTF_8)).isEqualTo(SESSION.value());
        assertThat(ChunkHeaders.read(terminal.headers())).contains(new ChunkHeaders(turn, EventType.DONE, 1));
        assertThat(new String(terminal.headers().lastHeader(ChunkHeaders.OWNER).value(), UTF_8)).isEqualTo(WORKER);
    }

    @Test
    void terminalsAndReportsAreNeverOlderThanTheirTurn() {
        TurnId ahead = coordinator.mint(START.plus(Duration.ofMinutes(5)));
        coordinator.send(new CancelRequested(SESSION, ahead));
        coordinator.send(PromptRequested.ofPrompt(SESSION, ahead, "hi", TurnOptions.NONE));

        assertThat(coordinator.output("turn-results")).hasSize(1).first().satisfies(
                record -> assertThat(record.timestamp()).isGreaterThanOrEqualTo(ahead.timestamp()));
        assertThat(coordinator.output("chunk-events")).hasSize(1).first().satisfies(
                record -> assertThat(record.timestamp()).isGreaterThanOrEqualTo(ahead.timestamp()));
    }

    @Test
    void aTurnThatNeverRanIsReportedOnceAndShownOnce() {
        prompt("open");
        TurnId queued = prompt("queued");

        coordinator.send(new CancelRequested(SESSION, queued));

        assertThat(coordinator.reported()).singleElement()
                .satisfies(report -> assertThat(report.turnId()).isEqualTo(queued));
        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(queued);
            assertThat(shown.event()).isInstanceOf(Done.class);
        });
        assertThat(coordinator.meters.counter("rivulet.turns", "outcome", "cancelled").count()).isEqualTo(1);
        assertThat(gauge("rivulet.turns.queued")).isZero();
    }

    @Test
    void aTurnThatWaitedTooLongIsReportedOnceAndShownOnce() {
        prompt("open");
        TurnId queued = prompt("queued");
        assertThat(gauge("rivulet.turns.queued")).isEqualTo(1);

        coordinator.passes(LIMITS.queueTimeout().plusSeconds(1));
        coordinator.passes(Duration.ofSeconds(5));

        assertThat(coordinator.reported()).hasSize(1);
        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(queued);
            assertThat(((TurnError) shown.event()).code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
        });
        assertThat(coordinator.meters.counter("rivulet.turns", "outcome", "queue_timeout").count()).isEqualTo(1);
    }

    @Test
    void anAttemptThatVanishedHereStartsAgain() {
        TurnId turn = prompt("hi");
        coordinator.passes(Duration.ofSeconds(5));
        assertThat(coordinator.executions.started).hasSize(1);

        coordinator.executions.lose(turn);
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(coordinator.executions.started).extracting(TurnJob::attempt).containsExactly(1, 2);
    }

    @Test
    void whatALostAttemptProducedIsLookedForOnceAndEndsTheTurn() {
        TurnId turn = coordinator.mint();
        coordinator.send(PromptRequested.ofPrompt(SESSION, turn, "hi",
                new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null)));
        coordinator.executions.lose(turn);

        coordinator.passes(Duration.ofSeconds(5));

        assertThat(coordinator.shown()).isEmpty();
        LostAttempt lost = coordinator.recovery.lost.getFirst();
        assertThat(coordinator.recovery.lost).hasSize(1);
        assertThat(lost.owner()).isEqualTo(WORKER);
        TurnFinished found = new TurnFinished(SESSION, turn, 1, TurnFinished.COORDINATOR, lost.end().outcome(), 2,
                "one two", "m", "p", lost.end().timings());
        coordinator.results(SESSION.value(), Json.write(found));
        assertThat(coordinator.shown()).containsExactly(new CoordinatorDriver.Shown(turn, found.terminal()));
    }

    @Test
    void aLostAttemptThatRecoveryHasNoRoomForIsSubmittedAgain() {
        TurnId turn = coordinator.mint();
        coordinator.send(PromptRequested.ofPrompt(SESSION, turn, "hi",
                new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null)));
        coordinator.executions.lose(turn);
        coordinator.recovery.full = true;
        coordinator.passes(Duration.ofSeconds(5));
        assertThat(coordinator.recovery.lost).isEmpty();

        coordinator.recovery.full = false;
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(coordinator.recovery.lost).hasSize(1);
    }

    @Test
    void theAnswerToAKeyIsAddressedToItsRequestAndNoEventOfATurn() {
        TurnId turn = coordinator.mint();
        TurnId request = coordinator.mint(START.plus(Duration.ofMinutes(5)));
        coordinator.send(new PromptRequested(SESSION, turn, "hi", null, null, new Idempotency(request, "k", "d")));

        assertThat(coordinator.output("chunk-events")).first().satisfies(answer -> {
            assertThat(new String(answer.key(), UTF_8)).isEqualTo(SESSION.value());
            assertThat(CoordinatorReply.request(answer.headers())).contains(request);
            assertThat(ChunkHeaders.read(answer.headers())).isEmpty();
            assertThat(answer.timestamp()).isGreaterThanOrEqualTo(request.timestamp());
            assertThat(Json.read(answer.value(), Accepted.class))
                    .isEqualTo(new Accepted(request, turn, Accepted.Status.CREATED));
        });
    }

    @Test
    void aTurnsOpeningIsInOrderWithTheEndsOfOthers() {
        TurnId first = prompt("1");
        TurnId second = prompt("2");
        coordinator.answer("a");

        assertThat(coordinator.all()).extracting(CoordinatorDriver.Shown::turn).containsExactly(first, second, first,
                second);
        coordinator.answer("b");
        assertThat(coordinator.all()).extracting(CoordinatorDriver.Shown::event).hasExactlyElementsOfTypes(Done.class);
    }

    @Test
    void aPromptThatFillsARecordByItselfDoesNotStopThePartition() {
        TurnId turn = prompt("x".repeat(CoordinatorDriver.RECORD_BYTES - 1_000));

        assertThat(coordinator.all()).containsExactly(
                new CoordinatorDriver.Shown(turn, new TurnPrompt(
                        new TurnInput(turn, "x".repeat(SessionScript.LIMITS.inputChars()), null, null, null, true))));
        assertThat(coordinator.executions.started).hasSize(1);
    }

    @Test
    void whoAsksForTheSessionIsAnsweredBehindWhatItKnows() {
        prompt("hi");
        TurnId request = coordinator.mint(START.plus(Duration.ofMinutes(5)));
        coordinator.send(new SessionRequested(SESSION, request));

        TestRecord<byte[], byte[]> answer = coordinator.output("chunk-events").getLast();
        assertThat(CoordinatorReply.request(answer.headers())).contains(request);
        assertThat(ChunkHeaders.read(answer.headers())).isEmpty();
        assertThat(answer.timestamp()).isGreaterThanOrEqualTo(request.timestamp());
        assertThat(Json.read(answer.value(), SessionState.class).open().prompt()).isEqualTo("hi");
    }

    @Test
    void aForgottenConversationIsDroppedFromTheStateSoonAndOthersStay() {
        prompt("1");
        coordinator.answer("a");
        SessionId other = new SessionId("other");
        TurnId turn = coordinator.mint();
        coordinator.send(PromptRequested.ofPrompt(other, turn, "2", TurnOptions.NONE));
        coordinator.results(other.value(), Json.write(new TurnFinished(other, turn, 1, WORKER,
                new Outcome.Completed("stop", null), 1, "b", "m", "p", new Timings(1, null, 2))));
        coordinator.send(new ForgetRequested(SESSION, coordinator.mint()));
        assertThat(coordinator.all()).last()
                .satisfies(shown -> assertThat(shown.event()).isInstanceOf(Forgotten.class));

        coordinator.passes(Duration.ofMinutes(31));

        assertThat(coordinator.state().conversations()).containsOnlyKeys("other");
    }

    @Test
    void aCancelStopsAnExecutionInThisProcess() {
        TurnId turn = prompt("hi");

        coordinator.send(new CancelRequested(SESSION, turn));

        assertThat(coordinator.executions.stopped).containsExactly(new SessionTurn(SESSION, turn));
        assertThat(coordinator.output("worker-heartbeats")).isEmpty();
    }

    @Test
    void aCancelReachesAnExecutionInAnotherProcess() {
        TurnId turn = prompt("hi");
        takeOver("worker-2");

        coordinator.send(new CancelRequested(SESSION, turn));

        assertThat(coordinator.executions.stopped).isEmpty();
        assertThat(coordinator.output("worker-heartbeats")).singleElement().satisfies(notice -> {
            assertThat(new String(notice.key(), UTF_8)).isEqualTo("stop/" + WORKER);
            assertThat(new String(notice.value(), UTF_8))
                    .isEqualTo("{\"session\":\"" + SESSION + "\",\"turn\":\"" + turn + "\",\"attempt\":1}");
        });
    }

    @Test
    void aTakeoverInterruptsNoTurnOfAWorkerThatLives() {
        TurnId turn = prompt("hi");
        prompt("next");
        takeOver("worker-2");
        alive(WORKER);
        coordinator.passes(Duration.ofSeconds(10));
        assertThat(coordinator.executions.started).isEmpty();
        assertThat(gauge("rivulet.turns.queued")).isEqualTo(1);

        TurnFinished result = SessionScript.result(turn, 1, WORKER, new Outcome.Completed(
                "stop", null), "hello");
        coordinator.results(SESSION.value(), Json.write(result));

        assertThat(coordinator.shown()).containsExactly(new CoordinatorDriver.Shown(turn, result.terminal()));
        assertThat(coordinator.executions.started).hasSize(1);
    }

    @Test
    void aTakeoverStartsTheTurnsOfADeadWorkerAgain() {
        TurnId turn = prompt("hi");
        takeOver("worker-2");

        dead(WORKER);
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(coordinator.executions.started).singleElement().satisfies(job -> {
            assertThat(job.turn()).isEqualTo(turn);
            assertThat(job.attempt()).isEqualTo(2);
        });
    }

    @Test
    void aTurnForWhichThereIsNoRoomHereIsSentToAWorkerThatHasSome() {
        TurnId turn = coordinator.mint();
        coordinator.ownRoom = 0;
        coordinator.workers.onHeartbeat("worker-2", new WorkerStatus(List.of("execute"), 0, 0, 5));

        coordinator.send(PromptRequested.ofPrompt(SESSION, turn, "1", TurnOptions.NONE));

        assertThat(coordinator.executions.started).isEmpty();
        assertThat(coordinator.remote.started).singleElement().satisfies(sent -> {
            assertThat(sent.worker()).isEqualTo("worker-2");
            assertThat(sent.job().turn()).isEqualTo(turn);
            assertThat(sent.job().attempt()).isEqualTo(1);
        });
        coordinator.results(SESSION.value(), Json.write(SessionScript.result(turn, 1, "worker-2",
                new Outcome.Completed("stop", null), "an answer")));
        assertThat(coordinator.shown()).singleElement()
                .satisfies(shown -> assertThat(shown.event()).isInstanceOf(Done.class));
    }

    @Test
    void afterACrashTheReplayOfAllInputsChangesNothing() {
        PromptRequested first = PromptRequested.ofPrompt(SESSION, coordinator.mint(), "1", TurnOptions.NONE);
        PromptRequested second = PromptRequested.ofPrompt(SESSION, coordinator.mint(), "2", TurnOptions.NONE);
        coordinator.send(first);
        coordinator.send(second);
        TurnFinished result = coordinator.answer("a");
        CoordinatorDriver.State state = coordinator.state();
        takeOver("worker-2");
        alive(WORKER);

        coordinator.send(first);
        coordinator.send(second);
        coordinator.results(SESSION.value(), Json.write(result));
        coordinator.passes(Duration.ofSeconds(1));

        // But for the term that has asked the owner whether it has the attempt.
        assertThat(coordinator.state()).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*\\.term")
                .isEqualTo(state);
        assertThat(coordinator.remote.checked).hasSize(1);
        assertThat(coordinator.executions.started).isEmpty();
        // The terminal may have been lost with the process: it is shown again, the same.
        assertThat(coordinator.shown()).isNotEmpty()
                .allMatch(new CoordinatorDriver.Shown(first.turnId(), result.terminal())::equals);
    }

    @Test
    void aCoordinatorWhoseProcessStoodStillGivesUpBeforeItWritesAnything() {
        prompt("hi");
        CoordinatorDriver.State before = coordinator.state();
        coordinator.processClock.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThatThrownBy(() -> prompt("more")).hasRootCauseInstanceOf(ProcessStalledException.class);
        coordinator.stallDetector.beat();
        assertThatThrownBy(() -> coordinator.passes(Duration.ofSeconds(1)))
                .hasRootCauseInstanceOf(ProcessStalledException.class);

        assertThat(coordinator.state()).isEqualTo(before);
    }

    @Test
    void aTurnThatHasEndedIsNotOpenAgainWhenOlderStateWasWrittenOverItsEnd() {
        prompt("hi");
        Map<String, ActiveTurns> before = coordinator.state().active();
        coordinator.answer("a");
        takeOver("worker-2", new CoordinatorDriver.State(before, coordinator.state().conversations()));
        dead(WORKER);

        coordinator.passes(Duration.ofSeconds(5));

        assertThat(coordinator.executions.started).isEmpty();
        assertThat(coordinator.state().active()).isEmpty();
    }

    @Test
    void aCrashBetweenTheStartOfAnAttemptAndItsStateStartsAnotherAttempt() {
        TurnId turn = prompt("hi");
        List<TestRecord<byte[], byte[]>> claims = coordinator.output("prompt-requests");
        assertThat(claims).hasSize(1);
        CoordinatorDriver.State state = coordinator.stateBeforeTheClaim(SESSION);
        takeOver("worker-2", state);
        alive(WORKER);

        coordinator.commands(SESSION.value(), claims.getFirst().value());
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(coordinator.executions.started).singleElement().satisfies(job -> {
            assertThat(job.turn()).isEqualTo(turn);
            assertThat(job.attempt()).isEqualTo(2);
        });
    }

    @Test
    void theSameHoldsWhenThePartitionComesBackToTheSameWorker() {
        prompt("hi");
        TestRecord<byte[], byte[]> claim = coordinator.output("prompt-requests").getFirst();
        takeOver(WORKER, coordinator.stateBeforeTheClaim(SESSION));

        coordinator.commands(SESSION.value(), claim.value());

        assertThat(coordinator.executions.started).extracting(TurnJob::attempt).containsExactly(2);
    }

    @Test
    void claimsHaveTheSessionAsKeyAndAreNeverOlderThanTheirTurn() {
        TurnId ahead = coordinator.mint(START.plus(Duration.ofMinutes(5)));
        coordinator.send(PromptRequested.ofPrompt(SESSION, ahead, "hi", TurnOptions.NONE));

        assertThat(coordinator.output("prompt-requests")).singleElement().satisfies(claim -> {
            assertThat(new String(claim.key(), UTF_8)).isEqualTo(SESSION.value());
            assertThat(claim.timestamp()).isGreaterThanOrEqualTo(ahead.timestamp());
        });
    }

    @Test
    void aCrashBetweenTheDecisionToEndATurnAndItsReportLosesNothing() {
        prompt("open");
        TurnId queued = prompt("queued");
        CoordinatorDriver.State state = coordinator.state();
        coordinator.passes(LIMITS.queueTimeout().plusSeconds(1));
        assertThat(coordinator.reported()).hasSize(1);
        // Neither the report nor what came of it reached Kafka.
        takeOver("worker-2", state);
        alive(WORKER);

        coordinator.passes(LIMITS.queueTimeout().plusSeconds(1));

        assertThat(coordinator.shown()).singleElement()
                .satisfies(shown -> assertThat(shown.turn()).isEqualTo(queued));
    }

    @Test
    void aRecordThatIsNotJsonGoesToTheDeadLettersAndThePartitionMovesOn() {
        assertDeadLetter(SESSION.value(), "{\"type\":".getBytes(UTF_8), "is not JSON");
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() {
        assertDeadLetter(SESSION.value(), ("{\"type\":\"PromptRequested\",\"sessionId\":\"s-1\",\"turnId\":\""
                + coordinator.mint() + "\",\"prompt\":[1]}").getBytes(UTF_8), "prompt");
    }

    @Test
    void aRecordWithoutAKeyIsADeadLetter() {
        assertDeadLetter(null, valid(), "key");
    }

    @Test
    void aKeyThatIsNotTheSessionIsADeadLetter() {
        assertDeadLetter("s-2", valid(), "key");
    }

    @Test
    void textWithHalfASurrogatePairIsADeadLetter() {
        assertDeadLetter(SESSION.value(), new String(valid(), UTF_8).replace("valid", "\\ud83e").getBytes(UTF_8),
                "field prompt");
    }

    @Test
    void aRecordWithoutAValueIsADeadLetter() {
        assertDeadLetter(SESSION.value(), null, "has no value");
    }

    @Test
    void aResultThatCannotBeReadIsADeadLetter() {
        coordinator.results(SESSION.value(), "nonsense".getBytes(UTF_8));

        TestRecord<byte[], byte[]> letter = coordinator.output("dead-letters").getFirst();
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("turn-results");
    }

    @Test
    void aRecordInThePartitionOfAnotherKeyIsADeadLetter() {
        SessionId elsewhere = IntStream.range(0, 100).mapToObj(i -> new SessionId("s-" + i))
                .filter(session -> SessionPartition.of(session, 2) == 1).findFirst().orElseThrow();
        coordinator.close();
        coordinator = new CoordinatorDriver(WORKER, START, stateDir, 2, CoordinatorDriver.State.EMPTY);

        coordinator.send(PromptRequested.ofPrompt(elsewhere, coordinator.mint(), "hi", TurnOptions.NONE));

        assertThat(header(coordinator.output("dead-letters").getFirst(), DeadLetterHeaders.REASON))
                .contains("partition");
        assertThat(coordinator.executions.started).isEmpty();
    }

    @Test
    void aDeadLetterTooLargeToBeKeptIsKeptInWords() {
        coordinator.commands(SESSION.value(), "x".repeat(CoordinatorDriver.RECORD_BYTES - 100).getBytes(UTF_8));

        TestRecord<byte[], byte[]> letter = coordinator.output("dead-letters").getFirst();
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetterHeaders.REASON)).contains("is not JSON");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
    }

    @Test
    void aTypeOfALaterVersionIsCountedAndSkipped() {
        coordinator.commands(SESSION.value(),
                "{\"type\":\"PriorityChanged\",\"sessionId\":\"s-1\"}".getBytes(UTF_8));
        TurnId turn = prompt("hi");

        assertThat(coordinator.output("dead-letters")).isEmpty();
        assertThat(coordinator.meters.counter("rivulet.unknown.types", "topic", "prompt-requests").count())
                .isEqualTo(1);
        assertThat(coordinator.executions.started).extracting(TurnJob::turn).containsExactly(turn);
    }

    @Test
    void whatCancelsAndForgetsOfMadeUpNamesLeaveIsDroppedSoonHoweverManyThereAre() {
        int sessions = 1_200;
        for (int i = 0; i < sessions; i++) {
            SessionId name = new SessionId("idle-" + i);
            coordinator.send(i % 2 == 0
                    ? new CancelRequested(name, coordinator.mint())
                    : new ForgetRequested(name, coordinator.mint()));
        }
        assertThat(coordinator.state().conversations()).hasSize(sessions);

        coordinator.passes(Duration.ofMinutes(31));
        prompt("still here");
        for (int second = 0; second < sessions / ConversationExpiry.BATCH; second++) {
            coordinator.passes(Duration.ofSeconds(1));
        }

        assertThat(coordinator.state().conversations()).isEmpty();
        assertThat(coordinator.active(SESSION)).isNotNull();
    }

    @Test
    void ofAnEphemeralTurnNothingIsKept() {
        coordinator.send(new PromptRequested(SESSION, coordinator.mint(), "hi", null, null, null, true));
        coordinator.answer("a");
        assertThat(coordinator.state().conversations().get(SESSION.value()).messages()).isEmpty();

        coordinator.passes(Duration.ofMinutes(31));

        assertThat(coordinator.state().conversations()).isEmpty();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void onlyConversationsOfSessionsWithTurnsAreReadWhenAPartitionIsAssigned() {
        prompt("hi");
        Map unreadable = new HashMap<>(coordinator.state().conversations());
        unreadable.put("idle", "not a conversation");

        takeOver("worker-2", new CoordinatorDriver.State(coordinator.state().active(), unreadable));
        coordinator.passes(Duration.ofMinutes(1));
        TurnId next = prompt("2");

        assertThat(coordinator.active(SESSION).isQueued(next)).isTrue();
    }

    private void assertDeadLetter(String key, byte[] value, String reason) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "t-1".getBytes(UTF_8));
        coordinator.commands(key, value, headers);
        TurnId turn = prompt("the next one");

        List<TestRecord<byte[], byte[]>> letters = coordinator.output("dead-letters");
        assertThat(letters).hasSize(1);
        TestRecord<byte[], byte[]> letter = letters.getFirst();
        assertThat(letter.key()).isEqualTo(key == null ? null : key.getBytes(UTF_8));
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, DeadLetterHeaders.REASON)).contains(reason).doesNotContain("valid");
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("prompt-requests");
        assertThat(header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
        assertThat(header(letter, "trace")).isEqualTo("t-1");
        assertThat(coordinator.executions.started).extracting(TurnJob::turn).containsExactly(turn);
        assertThat(coordinator.meters.counter("rivulet.dead.letters", "topic", "prompt-requests").count())
                .isEqualTo(1);
    }

    private byte[] valid() {
        return Json.write(PromptRequested.ofPrompt(SESSION, coordinator.mint(), "valid", TurnOptions.NONE));
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private TurnId prompt(String words) {
        TurnId turn = coordinator.mint();
        coordinator.send(PromptRequested.ofPrompt(SESSION, turn, words, TurnOptions.NONE));
        return turn;
    }

    private void takeOver(String worker) {
        takeOver(worker, coordinator.state());
    }

    private void takeOver(String worker, CoordinatorDriver.State state) {
        CoordinatorDriver next = coordinator.takenOverBy(worker, state, stateDir.resolve(worker));
        coordinator.close();
        coordinator = next;
    }

    private void alive(String worker) {
        dead(worker);
        coordinator.workers.onHeartbeat(worker, WorkerStatus.UNKNOWN);
    }

    /** We have beaten often enough to know who is silent. */
    private void dead(String worker) {
        assertThat(coordinator.workers.isDead(worker)).isFalse();
        for (int i = 0; i < 10; i++) {
            coordinator.workers.onHeartbeat("worker-2", WorkerStatus.UNKNOWN);
        }
        assertThat(coordinator.workers.isDead(worker)).isTrue();
    }

    private double gauge(String name) {
        return coordinator.meters.get(name).gauge().value();
    }
}
