package dev.rivulet.worker;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Turns run in other workers than those that coordinate them. */
class PlacementIT {

    private static final Map<String, String> COORDINATOR = Map.of("rivulet.worker.roles", "coordinate");
    private static final Map<String, String> EXECUTOR = Map.of("rivulet.worker.roles", "execute");
    private static final String STALLING = "stalling";
    private static final String SLOW = "slow";
    private static final int PARTITIONS = 4;
    private static final int TURNS = 100;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(Map.of("rivulet.topics.partitions", Integer.toString(PARTITIONS)));
        cluster.script(STALLING, Script.failing(new Fault.StallAfter(2)));
        cluster.script(SLOW, Script.timestamped(40).withTiming(Duration.ZERO, Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theTurnsOfOnePartitionSpreadOverAllWorkersAndExecutorsRebalanceNothing() throws InterruptedException {
        List<Worker> workers = new ArrayList<>(List.of(cluster.startWorker(), cluster.startWorker()));
        cluster.terminal(cluster.prompt(session(), "before"));
        for (int i = 0; i < 3; i++) {
            workers.add(cluster.startWorker(EXECUTOR));
        }
        awaitKnown(workers);

        List<TurnId> turns = Stream.generate(() -> cluster.prompt(session(), SLOW)).limit(TURNS).toList();

        turns.forEach(turn -> {
            assertThat(((Done) cluster.terminal(turn)).finishReason()).isEqualTo("stop");
            assertThat(cluster.starts(turn)).hasSize(1);
        });
        Map<String, Long> byOwner = turns.stream().map(turn -> cluster.result(turn).owner())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(byOwner.keySet())
                .containsExactlyInAnyOrderElementsOf(workers.stream().map(Worker::id).toList());
        assertThat(byOwner.values()).as("turns of each worker")
                .allMatch(count -> count <= 1.5 * TURNS / workers.size());
        assertThat(cluster.claims()).extracting(AttemptClaimed::generation).doesNotContainNull()
                .containsOnly(cluster.claims().getFirst().generation());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCoordinatorAloneRunsNothingAndACancelReachesTheExecutor() throws InterruptedException {
        Worker coordinator = cluster.launchWorker(COORDINATOR);
        Worker executor = cluster.startWorker(EXECUTOR);
        await().until(coordinator::ready);
        SessionId session = session();

        TurnId answered = cluster.prompt(session, "hello");
        TurnId cancelled = cluster.prompt(session, STALLING);
        await().until(() -> cluster.text(cancelled).equals("one two"));
        cluster.cancel(session, cancelled);

        assertThat(((Done) cluster.terminal(cancelled)).finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(cluster.text(answered)).isEqualTo("turn 1 | user: hello");
        assertThat(List.of(answered, cancelled)).allSatisfy(
                turn -> assertThat(cluster.result(turn).owner()).isEqualTo(executor.id()));
        assertThat(coordinator.scrape()).contains("rivulet_attempts_placed_total{where=\"elsewhere\"} 2.0");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void promptsWaitUntilAWorkerComesThatExecutesThem() throws InterruptedException {
        Worker coordinator = cluster.launchWorker(COORDINATOR);
        await().until(() -> coordinator.obstacle().filter(why -> why.contains("no worker executes")).isPresent());
        TurnId turn = cluster.prompt(session(), "hello");
        TurnId impatient = cluster.prompt(session(), "now", new TurnOptions(null, null, null, null, null, null, null,
                null, new TurnTimeouts(200, null, null, null)));

        assertThat(((TurnError) cluster.terminal(impatient)).code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
        assertThat(coordinator.ready()).isFalse();
        assertThat(cluster.terminals(turn)).isEmpty();

        cluster.startWorker(EXECUTOR);

        assertThat(((Done) cluster.terminal(turn)).finishReason()).isEqualTo("stop");
        await().until(coordinator::ready);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anExecutorWithoutACoordinatorSaysSo() throws InterruptedException {
        Worker executor = cluster.launchWorker(EXECUTOR);
        await().until(() -> executor.obstacle().filter(why -> why.contains("no worker coordinates")).isPresent());

        cluster.startWorker(COORDINATOR);

        await().until(executor::ready);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWaitingTurnMovesToWhereRoomAppears() throws InterruptedException {
        Worker full = cluster.startWorker(Map.of("rivulet.worker.concurrent-turns", "1"));
        TurnId running = cluster.prompt(session(), STALLING);
        await().until(() -> cluster.text(running).equals("one two"));
        TurnId waiting = cluster.prompt(session(), "waiting");
        await().until(() -> full.scrape().contains("rivulet_turns_waiting 1.0"));

        Worker executor = cluster.startWorker(EXECUTOR);

        assertThat(((Done) cluster.terminal(waiting)).finishReason()).isEqualTo("stop");
        assertThat(cluster.result(waiting).owner()).isEqualTo(executor.id());
        assertThat(cluster.starts(waiting)).hasSize(1);
        assertThat(cluster.terminals(running)).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theTurnsOfAnExecutorThatStopsStartAgainInAnotherAndTheCoordinatorNeedNotMove() throws InterruptedException {
        Worker coordinator = cluster.launchWorker(COORDINATOR);
        Worker first = cluster.startWorker(EXECUTOR);
        await().until(coordinator::ready);
        TurnId turn = cluster.prompt(session(), STALLING);
        await().until(() -> cluster.text(turn).equals("one two"));
        Worker second = cluster.startWorker(EXECUTOR);
        cluster.script(STALLING, Script.of("again"));

        cluster.stopWorker(first);

        assertThat(cluster.terminal(turn).attempt()).isEqualTo(2);
        assertThat(cluster.text(turn, 2)).isEqualTo("again");
        assertThat(cluster.starts(turn)).extracting(Started::attempt).containsExactly(1, 2);
        assertThat(cluster.result(turn).owner()).isEqualTo(second.id());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anExecutionGoesOnWhenItsCoordinatorIsReplaced() throws InterruptedException {
        Worker coordinator = cluster.launchWorker(COORDINATOR);
        Worker executor = cluster.startWorker(EXECUTOR);
        await().until(coordinator::ready);
        TurnId turn = cluster.prompt(session(), SLOW);
        await().until(() -> !cluster.text(turn).isEmpty());

        cluster.stopWorker(coordinator);
        cluster.startWorker(COORDINATOR);

        assertThat(((Done) cluster.terminal(turn)).finishReason()).isEqualTo("stop");
        assertThat(cluster.starts(turn)).hasSize(1);
        assertThat(cluster.result(turn).owner()).isEqualTo(executor.id());
    }

    /** Until those that coordinate have heard of all workers. */
    private static void awaitKnown(List<Worker> workers) {
        await().until(() -> workers.stream().map(Worker::scrape)
                .allMatch(scrape -> scrape.contains("rivulet_workers{role=\"execute\"} " + workers.size() + ".0")));
    }

    /** All hash to one partition. */
    private static SessionId session() {
        return Stream.generate(() -> new SessionId("s-" + UUID.randomUUID()))
                .filter(session -> SessionPartition.of(session, PARTITIONS) == 0).findFirst().orElseThrow();
    }
}
