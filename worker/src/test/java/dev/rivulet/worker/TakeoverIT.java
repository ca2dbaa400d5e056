package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Workers that come and go while turns run: each test has its own, and its own topics. */
class TakeoverIT {

    private static final int SESSIONS = 16;
    private static final String STALLING = "stalling";
    private static final String SLOW = "slow";
    private static final int SLOW_TOKENS = 40;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(Map.of());
        cluster.script(STALLING, Script.failing(new Fault.StallAfter(2)));
        cluster.script(SLOW, Script.timestamped(SLOW_TOKENS).withTiming(Duration.ZERO, Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theTurnOfAWorkerThatIsGoneStartsAgainAndEndsExactlyOnce() throws InterruptedException {
        SessionId session = session();
        Worker first = cluster.startWorker();
        TurnId turn = cluster.prompt(session, STALLING);
        TurnId queued = cluster.prompt(session, "queued");
        await().until(() -> cluster.text(turn).equals("one two"));
        cluster.stopWorker(first);
        await().until(() -> cluster.provider.openStreams() == 0);
        assertThat(cluster.terminals(turn)).isEmpty();

        cluster.script(STALLING, Script.of("at last"));
        Worker second = cluster.startWorker();

        Done done = (Done) cluster.terminal(turn);
        assertThat(done.attempt()).isEqualTo(2);
        assertThat(cluster.starts(turn)).extracting(Started::attempt).containsExactly(1, 2);
        assertThat(cluster.text(turn, 2)).isEqualTo("at last");
        assertThat(cluster.results(turn)).singleElement()
                .satisfies(result -> assertThat(result.owner()).isEqualTo(second.id()));
        // It was queued behind, and knows the answer that the second worker brought.
        cluster.terminal(queued);
        assertThat(cluster.text(queued))
                .isEqualTo("turn 2 | user: " + STALLING + " | assistant: at last | user: queued");
        assertThat(cluster.terminals(turn)).hasSize(1);
        assertThat(cluster.terminals(queued)).hasSize(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theAnswerOfAWorkerThatIsGoneGoesOnWhereItsTextEnds() throws InterruptedException {
        Map<String, String> continuing = Map.of("rivulet.provider.continuation", "continue-final-message");
        Worker first = cluster.startWorker(continuing);
        TurnId turn = cluster.prompt(session(), STALLING, TurnOptions.NONE.withContinuation());
        await().until(() -> cluster.text(turn).equals("one two"));
        cluster.stopWorker(first);

        cluster.script(STALLING, Script.of("one two three four"));
        Worker second = cluster.startWorker(continuing);

        Done done = (Done) cluster.terminal(turn);
        assertThat(done.attempt()).isEqualTo(2);
        assertThat(done.length()).isEqualTo("one two three four".length());
        assertThat(done.usage().completionTokens()).as("with an estimate of the lost attempt's").isEqualTo(4);
        assertThat(done.usage().wasEstimated()).isTrue();
        long before = cluster.deltas(turn, 1).size();
        assertThat(cluster.seals(turn)).containsExactly(1);
        assertThat(cluster.starts(turn).getLast().continues())
                .isEqualTo(new Started.Continues(before, "one two".length()));
        assertThat(cluster.deltas(turn, 2).getFirst().seq()).isEqualTo(before);
        assertThat(cluster.text(turn, 2)).isEqualTo(" three four");
        assertThat(done.seq()).isEqualTo(before + cluster.deltas(turn, 2).size());
        assertThat(cluster.results(turn)).singleElement().satisfies(result -> {
            assertThat(result.text()).isEqualTo("one two three four");
            assertThat(result.owner()).isEqualTo(second.id());
        });
        assertThat(cluster.provider.billedTokens(STALLING)).isEqualTo(4);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anAnswerThatTheProviderBeginsAgainStartsAgain() throws InterruptedException {
        String text = "a beginning that is long enough to be known again when it comes once more, as";
        cluster.script(STALLING,
                Script.of(text + " said").withFault(new Fault.StallAfter(text.split(" ").length)));
        Map<String, String> claims = Map.of("rivulet.provider.continuation", "prefill");
        Worker first = cluster.startWorker(claims);
        TurnId turn = cluster.prompt(session(), STALLING, TurnOptions.NONE.withContinuation());
        await().until(() -> cluster.text(turn).equals(text));
        cluster.stopWorker(first);

        // The simulator continues only what it would say itself.
        String other = text.replace("as", "or not");
        cluster.script(STALLING, Script.of(other));
        cluster.startWorker(claims);

        assertThat(((Done) cluster.terminal(turn)).attempt()).isEqualTo(2);
        assertThat(cluster.starts(turn)).extracting(Started::continues).containsExactly(null, null);
        assertThat(cluster.text(turn, 2)).isEqualTo(other);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTurnThatMustNotStartAgainEndsWhenItsWorkerIsGone() throws InterruptedException {
        Worker first = cluster.startWorker();
        TurnId turn = cluster.prompt(session(), STALLING,
                new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
        await().until(() -> cluster.text(turn).equals("one two"));
        cluster.stopWorker(first);

        cluster.startWorker();

        TurnError failed = (TurnError) cluster.terminal(turn);
        assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code());
        assertThat(failed.attempt()).isEqualTo(1);
        assertThat(cluster.starts(turn)).hasSize(1);
        assertSaysWhatWasProduced(turn, failed);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTurnThatWasInterruptedAsOftenAsItMayStartEndsWithWhatItsLastAttemptProduced() throws InterruptedException {
        Map<String, String> once = Map.of("rivulet.worker.max-attempts", "1");
        Worker first = cluster.startWorker(once);
        Map<TurnId, SessionId> turns = prompts(STALLING);
        turns.keySet().forEach(turn -> await().until(() -> cluster.text(turn).equals("one two")));
        cluster.stopWorker(first);

        cluster.startWorker(once);

        turns.keySet().forEach(turn -> {
            TurnError failed = (TurnError) cluster.terminal(turn);
            assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code());
            assertSaysWhatWasProduced(turn, failed);
        });
    }

    private void assertSaysWhatWasProduced(TurnId turn, ChunkEvent.Terminal terminal) {
        assertThat(terminal.length()).isEqualTo("one two".length());
        assertThat(terminal.seq()).isEqualTo(cluster.deltas(turn, 1).size());
        assertThat(cluster.seals(turn)).containsExactly(1);
        assertThat(cluster.results(turn)).singleElement()
                .satisfies(result -> assertThat(result.text()).isEqualTo("one two"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTurnCancelledWhileNoWorkerRunsEndsAsCancelled() throws InterruptedException {
        SessionId session = session();
        Worker first = cluster.startWorker();
        TurnId turn = cluster.prompt(session, STALLING);
        await().until(() -> cluster.text(turn).equals("one two"));
        cluster.stopWorker(first);
        cluster.cancel(session, turn);

        cluster.startWorker();

        Done done = (Done) cluster.terminal(turn);
        assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(cluster.starts(turn)).hasSize(1);
        assertSaysWhatWasProduced(turn, done);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWorkerThatJoinsInterruptsNothingAndCancelsReachTheOneThatRunsTheTurn() throws InterruptedException {
        Worker first = cluster.startWorker();
        Map<TurnId, SessionId> finishing = prompts(SLOW);
        Map<TurnId, SessionId> stalled = prompts(STALLING);
        stalled.keySet().forEach(turn -> await().until(() -> cluster.text(turn).equals("one two")));

        Worker second = cluster.startWorker();
        awaitShare(second);
        stalled.forEach((turn, session) -> cluster.cancel(session, turn));

        stalled.keySet().forEach(turn -> {
            Done done = (Done) cluster.terminal(turn);
            assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(done.length()).isEqualTo("one two".length());
            assertThat(cluster.results(turn)).singleElement()
                    .satisfies(result -> assertThat(result.owner()).isEqualTo(first.id()));
        });
        finishing.keySet().forEach(turn -> {
            Done done = (Done) cluster.terminal(turn);
            assertThat(done.finishReason()).isEqualTo("stop");
            assertThat(done.usage().completionTokens()).isEqualTo(SLOW_TOKENS);
            assertThat(cluster.starts(turn)).hasSize(1);
            assertThat(cluster.text(turn)).hasSize((int) done.length());
            assertThat(cluster.results(turn)).singleElement()
                    .satisfies(result -> assertThat(result.owner()).isEqualTo(first.id()));
        });
        await().until(() -> cluster.provider.openStreams() == 0);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theTurnsOfAWorkerThatLeavesStartAgainOnTheOther() throws InterruptedException {
        Worker first = cluster.startWorker();
        Map<TurnId, SessionId> turns = prompts(STALLING);
        turns.keySet().forEach(turn -> await().until(() -> cluster.text(turn).equals("one two")));
        Worker second = cluster.startWorker();
        awaitShare(second);

        cluster.script(STALLING, Script.of("again"));
        cluster.stopWorker(first);

        turns.keySet().forEach(turn -> {
            assertThat(cluster.terminal(turn).attempt()).isEqualTo(2);
            assertThat(cluster.text(turn, 2)).isEqualTo("again");
            assertThat(cluster.starts(turn)).extracting(Started::attempt).containsExactly(1, 2);
            assertThat(cluster.results(turn)).hasSize(1);
        });
        turns.keySet().forEach(turn -> assertThat(cluster.terminals(turn)).hasSize(1));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWorkerThatDrainsFinishesItsTurnsWhileAnotherCoordinatesThem() throws InterruptedException {
        Worker first = cluster.startWorker(Map.of("rivulet.worker.drain-timeout", "60s"));
        Map<TurnId, SessionId> turns = prompts(SLOW);
        turns.keySet().forEach(turn -> await().until(() -> !cluster.text(turn).isEmpty()));
        cluster.startWorker();

        cluster.stopWorker(first);

        turns.keySet().forEach(turn -> {
            assertThat(((Done) cluster.terminal(turn)).finishReason()).isEqualTo("stop");
            assertThat(cluster.starts(turn)).hasSize(1);
            assertThat(cluster.results(turn)).singleElement()
                    .satisfies(result -> assertThat(result.owner()).isEqualTo(first.id()));
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTurnThatWaitsForAPlaceInADrainingWorkerStartsElsewhereWhileThatOneStillRuns() throws InterruptedException {
        Worker first = cluster.startWorker(
                Map.of("rivulet.worker.drain-timeout", "60s", "rivulet.worker.concurrent-turns", "1"));
        SessionId stalled = session();
        TurnId running = cluster.prompt(stalled, STALLING);
        await().until(() -> cluster.text(running).equals("one two"));
        TurnId waiting = cluster.prompt(session(), "waiting");
        await().until(() -> first.scrape().contains("rivulet_turns_waiting 1.0"));
        cluster.startWorker();

        Thread drain = Thread.startVirtualThread(() -> cluster.stopWorker(first));

        assertThat(cluster.terminal(waiting).attempt()).isEqualTo(2);
        assertThat(cluster.starts(waiting)).extracting(Started::attempt).containsExactly(2);
        assertThat(cluster.terminals(running)).isEmpty();
        assertThat(cluster.provider.openStreams()).isEqualTo(1);
        cluster.cancel(stalled, running);
        assertThat(cluster.result(running).owner()).isEqualTo(first.id());
        await().until(() -> !drain.isAlive());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDrainEndsAtItsDeadlineAndWhatStillRanStartsElsewhere() throws InterruptedException {
        Worker first = cluster.startWorker(Map.of("rivulet.worker.drain-timeout", "1s"));
        TurnId turn = cluster.prompt(session(), STALLING);
        await().until(() -> cluster.text(turn).equals("one two"));
        cluster.startWorker();
        cluster.script(STALLING, Script.of("elsewhere"));

        cluster.stopWorker(first);

        assertThat(cluster.terminal(turn).attempt()).isEqualTo(2);
        assertThat(cluster.text(turn, 2)).isEqualTo("elsewhere");
    }

    /** Until a worker coordinates some of the sessions. */
    private void awaitShare(Worker worker) {
        await().until(() -> {
            Map<TurnId, SessionId> probes = prompts("probe");
            return probes.keySet().stream().peek(cluster::terminal)
                    .filter(probe -> cluster.result(probe).owner().equals(worker.id())).count() > 0;
        });
    }

    private Map<TurnId, SessionId> prompts(String words) {
        Map<TurnId, SessionId> turns = new LinkedHashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            SessionId session = session();
            turns.put(cluster.prompt(session, words), session);
        }
        return turns;
    }

    private static SessionId session() {
        return new SessionId("s-" + UUID.randomUUID());
    }
}
