package dev.rivulet.worker.coordinator.streams;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator whose heap has room for three turns, without their text. */
class ActiveTurnMemoryTest {

    private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final SessionId OTHER = new SessionId("s-2");
    private static final long BUDGET = 3 * ActiveTurnMemory.TURN_BYTES;

    @TempDir
    Path stateDir;
    private CoordinatorDriver coordinator;

    @BeforeEach
    void start() {
        coordinator = new CoordinatorDriver("worker-1", START, stateDir, BUDGET, CoordinatorDriver.State.EMPTY);
    }

    @AfterEach
    void close() {
        coordinator.close();
    }

    @Test
    void textThatHasNoRoomInTheHeapIsStillWhatTheModelGets() {
        prompt(SESSION, "first");
        prompt(SESSION, "second");
        prompt(SESSION, "third");
        assertThat(held()).isEqualTo(BUDGET);

        coordinator.answer("a");
        coordinator.answer("b");

        assertThat(coordinator.executions.started.getLast().messages()).extracting(Message::content)
                .containsExactly("first", "a", "second", "b", "third");
        assertThat(held()).isEqualTo(ActiveTurnMemory.TURN_BYTES + bytes("third"));
        coordinator.answer("c");
        assertThat(held()).isZero();
    }

    @Test
    void textIsDroppedFromTheHeapWhenOtherTurnsNeedTheRoom() {
        String text = "x".repeat(90);
        prompt(SESSION, "open");
        prompt(SESSION, text);
        assertThat(held()).isEqualTo(2 * ActiveTurnMemory.TURN_BYTES + bytes("open" + text));

        prompt(OTHER, "more");
        coordinator.passes(Duration.ofSeconds(1));

        assertThat(held()).isEqualTo(BUDGET);
        coordinator.results(SESSION.value(), result(SESSION));
        assertThat(coordinator.executions.started.getLast().messages()).last().isEqualTo(Message.user(text));
    }

    @Test
    void aPromptWaitsNoMoreWhenTheWorkerIsFullThoughItsSessionIsNot() {
        prompt(SESSION, "first");
        PromptRequested second = prompt(SESSION, "second");
        prompt(OTHER, "first");

        PromptRequested refused = prompt(OTHER, "second");

        assertThat(coordinator.reported()).singleElement().satisfies(end -> {
            Outcome.Failed failure = (Outcome.Failed) end.outcome();
            assertThat(end.turnId()).isEqualTo(refused.turnId());
            assertThat(failure.code()).isEqualTo(ErrorCode.QUEUE_FULL.code());
            assertThat(failure.message()).contains("worker");
            assertThat(failure.retryable()).isTrue();
        });
        PromptRequested idle = prompt(new SessionId("s-3"), "an idle session's");
        assertThat(coordinator.executions.started.getLast().turn()).isEqualTo(idle.turnId());

        coordinator.all();
        coordinator.send(second);
        assertThat(coordinator.all()).extracting(CoordinatorDriver.Shown::event).singleElement()
                .isInstanceOf(Queued.class);
        assertThat(coordinator.active(SESSION).isQueued(second.turnId())).isTrue();
        coordinator.send(refused);
        assertThat(coordinator.shown()).singleElement().satisfies(shown -> {
            assertThat(shown.turn()).isEqualTo(refused.turnId());
            assertThat(((TurnError) shown.event()).code()).isEqualTo(ErrorCode.QUEUE_FULL.code());
        });
        assertThat(coordinator.reported()).isEmpty();
    }

    @Test
    void aSessionMayHaveAPromptWaitAgainWhenTurnsHaveEnded() {
        prompt(SESSION, "first");
        prompt(SESSION, "second");
        prompt(OTHER, "first");
        coordinator.results(SESSION.value(), result(SESSION));

        PromptRequested second = prompt(OTHER, "second");

        assertThat(coordinator.active(OTHER).isQueued(second.turnId())).isTrue();
    }

    @Test
    void oneCallersTurnsThatWaitDoNotHaveAnothersRefused() {
        coordinator.close();
        coordinator = new CoordinatorDriver("worker-1", START, stateDir.resolve("20"), 20 * ActiveTurnMemory.TURN_BYTES,
                CoordinatorDriver.State.EMPTY);
        List<SessionId> callers = IntStream.range(0, 10).mapToObj(i -> new SessionId("q83vEjRWeJCrze8SNFZ4kA~" + i))
                .toList();
        for (int round = 0; round < 3; round++) {
            callers.forEach(session -> prompt(session, "one of many"));
        }
        assertThat(coordinator.reported()).hasSize(14)
                .allSatisfy(end -> assertThat(end.outcome().reason()).isEqualTo(ErrorCode.QUEUE_FULL.code()));

        prompt(OTHER, "first");
        PromptRequested second = prompt(OTHER, "second");

        assertThat(coordinator.active(OTHER).isQueued(second.turnId())).isTrue();
        assertThat(coordinator.reported()).isEmpty();
    }

    /** A turn that is not started again, and whose text has no room in the heap beside that of others. */
    private PromptRequested promptOutsideOfTheHeap() {
        PromptRequested turn = PromptRequested.ofPrompt(SESSION, coordinator.mint(), "first",
                new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
        coordinator.send(turn);
        prompt(OTHER, "first");
        prompt(OTHER, "second");
        coordinator.passes(Duration.ofSeconds(1));
        return turn;
    }

    @Test
    void sweepsThatChangeNoStateReadNoText() {
        PromptRequested lost = promptOutsideOfTheHeap();
        coordinator.recovery.full = true;
        coordinator.executions.lose(lost.turnId());
        coordinator.passes(Duration.ofSeconds(5));
        assertThat(coordinator.active(SESSION).open().sealedAs()).isNotNull();

        coordinator.overwriteActive(SESSION, "is not read".getBytes(UTF_8));
        coordinator.passes(Duration.ofSeconds(5));

        assertThat(coordinator.recovery.lost).isEmpty();
        assertThat(coordinator.reported()).isEmpty();
    }

    @Test
    void theResultOfALostTurnThatIsNotInTheHeapSaysWhatItWasAsked() {
        PromptRequested lost = promptOutsideOfTheHeap();
        coordinator.executions.lose(lost.turnId());
        coordinator.passes(Duration.ofSeconds(5));

        assertThat(coordinator.recovery.lost).singleElement()
                .satisfies(attempt -> assertThat(attempt.end().input().prompt()).isEqualTo("first"));
    }

    @Test
    void whatAnotherCoordinatorAcceptedIsTakenOverWholeHoweverLittleRoomThereIs() {
        coordinator.close();
        coordinator = new CoordinatorDriver("worker-1", START, stateDir, Long.MAX_VALUE, CoordinatorDriver.State.EMPTY);
        for (SessionId session : List.of(SESSION, OTHER, new SessionId("s-3"))) {
            prompt(session, "first");
            prompt(session, "second");
        }
        CoordinatorDriver.State state = coordinator.state();
        CoordinatorDriver there = new CoordinatorDriver("worker-2", START, stateDir.resolve("2"), BUDGET, state);
        coordinator.close();
        assertThat(held()).isZero();
        coordinator = there;
        assertThat(held()).isEqualTo(6 * ActiveTurnMemory.TURN_BYTES);

        coordinator.results(OTHER.value(), result(OTHER));
        assertThat(coordinator.executions.started).singleElement()
                .satisfies(job -> assertThat(job.messages()).last().isEqualTo(Message.user("second")));
        coordinator.passes(LIMITS.queueTimeout().plusSeconds(1));
        assertThat(coordinator.reported()).extracting(TurnFinished::outcome)
                .filteredOn(outcome -> outcome.reason().equals(ErrorCode.QUEUE_TIMEOUT.code())).hasSize(2);
        assertThat(coordinator.state().active().get(SESSION.value()).open().request().prompt()).isEqualTo("first");
    }

    /** The result of the turn that the session runs. */
    private byte[] result(SessionId session) {
        TurnId turn = coordinator.active(session).open().id();
        return Json.write(new TurnFinished(session, turn, 1, "worker-1", new Outcome.Completed("stop", null), 1, "a",
                "m", "p", new Timings(1, null, 2)));
    }

    private PromptRequested prompt(SessionId session, String words) {
        PromptRequested prompt = PromptRequested.ofPrompt(session, coordinator.mint(), words, TurnOptions.NONE);
        coordinator.send(prompt);
        return prompt;
    }

    private static long bytes(String text) {
        return 2L * text.length();
    }

    private double held() {
        return coordinator.meters.get("rivulet.turns.waiting.memory").tag("wait", "session").gauge().value();
    }
}
