package dev.rivulet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A few streams directly from a simulator in this process: tests the counting, not the speed. */
class LoadRunTest {

    private static final int STREAMS = 5;
    private static final int TOKENS = 10;
    private static final long TIMEOUT_SECONDS = 20;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final LlmSimulator simulator = LlmSimulator.start();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close();
        simulator.close();
    }

    @Test
    void turnsFollowOneAnotherUntilTheWindowEndsAndEveryTokenIsCountedOnce() throws Exception {
        simulator.script(Script.timestamped(TOKENS).withTiming(Duration.ZERO, Duration.ofMillis(5)));
        LoadResult result = run(TIMEOUT_SECONDS);
        assertThat(result.flawless()).as("%s", result).isTrue();
        assertThat(result.turns()).isGreaterThan(STREAMS);
        assertThat(result.receivedTokens()).isEqualTo(result.turns() * TOKENS);
        assertThat(result.measuredTurns()).as("no turn begins after the window").isEqualTo(result.turns());
        assertThat(result.firstToken().count()).isEqualTo(result.turns());
        assertThat(result.measuredTokens()).isPositive().isLessThanOrEqualTo(result.receivedTokens());
        assertThat(result.tokenDelay().max()).isLessThan(TimeUnit.SECONDS.toMicros(TIMEOUT_SECONDS));
    }

    @Test
    void noMoreTurnsAreAskedForThanThePlanSays() throws Exception {
        simulator.script(Script.timestamped(TOKENS));
        assertThat(run(TIMEOUT_SECONDS, 2 * STREAMS + 1)).matches(LoadResult::flawless)
                .extracting(LoadResult::turns).isEqualTo(2L * STREAMS + 1);
    }

    @Test
    void turnsCutShortAreSeen() throws Exception {
        simulator.script(Script.timestamped(TOKENS).withFault(new Fault.CutAfter(4)));
        LoadResult result = run(TIMEOUT_SECONDS);
        assertThat(result.lost()).isEqualTo(result.turns() * (TOKENS - 4));
        assertThat(result.notEnded()).isEqualTo((int) result.turns());
    }

    @Test
    void turnsThatStallAreGivenUp() throws Exception {
        simulator.script(Script.timestamped(TOKENS).withFault(new Fault.StallAfter(1)));
        LoadResult result = run(2);
        assertThat(result.lost()).as("late, as far as can be told").isZero();
        assertThat(result.notEnded()).isEqualTo(STREAMS);
        assertThat(result.failures()).containsEntry("not ended in time", STREAMS);
    }

    @Test
    void refusedRequestsAreFailuresWithTheirReason() throws Exception {
        simulator.script(Script.failing(Fault.serverError()));
        LoadResult result = run(TIMEOUT_SECONDS);
        assertThat(result.notEnded()).isEqualTo((int) result.turns()).isPositive();
        assertThat(result.failures().keySet()).allMatch(reason -> reason.startsWith("status 500"));
    }

    private LoadResult run(long giveUpAfterSeconds) throws Exception {
        return run(giveUpAfterSeconds, 0);
    }

    private LoadResult run(long giveUpAfterSeconds, long mostTurns) throws Exception {
        long now = System.nanoTime();
        LoadPlan plan = new LoadPlan("test", Shape.DIRECT, List.of(simulator.port()), STREAMS, TOKENS, mostTurns, null,
                now,
                TimeUnit.MILLISECONDS.toNanos(50), now, now + WINDOW.toNanos(),
                now + TimeUnit.SECONDS.toNanos(giveUpAfterSeconds));
        CompletableFuture<LoadResult> result = new CompletableFuture<>();
        vertx.runOnContext(v -> new LoadRun(vertx, plan, List.of()).start().onSuccess(result::complete)
                .onFailure(result::completeExceptionally));
        return result.get(2 * TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
