package dev.rivulet.bench.capacity.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.bench.capacity.model.Cost;
import dev.rivulet.bench.capacity.model.Load;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Cost FREE = new Cost(0, 0);
    private static final Cost COORDINATION = new Cost(0.2, 750);
    private static final Scenario.Delays NONE = new Scenario.Delays(Duration.ZERO, Duration.ZERO, Duration.ZERO,
            Duration.ZERO);
    private static final String SLOTS = "rivulet.worker.concurrent-turns";

    @Test
    void theSameSeedGivesTheSameFiguresAndAnotherOneOthers() {
        Cluster cluster = Clusters.of(12, 2, 3);
        assertThat(run(200, cluster, 1, 7)).isEqualTo(run(200, cluster, 1, 7)).isNotEqualTo(run(200, cluster, 1, 8));
    }

    /** M/M/c: Erlang's formula for the part of turns that wait, and how long those wait. */
    @Test
    void waitsForSlotsAreThoseOfQueueingTheory() {
        int slots = 20;
        double load = 17;
        Cluster cluster = Clusters.of(1, 1, 0, Map.of(SLOTS, "" + slots));
        Load turnsOfOneSecond = new Load(17, 20, 20, 1, 0, 0);

        SimulationResult result = Simulation.run(new Scenario(turnsOfOneSecond, cluster, FREE, NONE,
                AnswerLengths.EXPONENTIAL, true, Duration.ofSeconds(100), Duration.ofSeconds(40_000), 0, 3));

        double waiting = erlangC(slots, load);
        assertThat(waiting).as("Erlang C of 17 erlangs at 20 servers").isCloseTo(0.385, within(0.001));
        assertThat(result.queued().p90() / 1e6).isCloseTo(Math.log(waiting / 0.10) / (slots - load), withPercentage(8));
        assertThat(result.queued().p99() / 1e6).isCloseTo(Math.log(waiting / 0.01) / (slots - load), withPercentage(8));
        assertThat(result.queued().p50()).as("most do not wait").isZero();
    }

    private static double erlangC(int servers, double load) {
        double blocked = 1;
        for (int n = 1; n <= servers; n++) {
            blocked = load * blocked / (n + load * blocked);
        }
        return blocked / (1 - load / servers * (1 - blocked));
    }

    @Test
    void coordinationThreadsAreAsBusyAsTheFormulaSays() {
        Cluster cluster = Clusters.of(48, 6, 10);
        Load load = new Load(20_000, 20, 100, 1, 0, 0);

        SimulationResult result = Simulation.run(new Scenario(load, cluster, COORDINATION, Scenario.Delays.MEASURED,
                AnswerLengths.FIXED, true, Duration.ofSeconds(2), Duration.ofSeconds(5), 0, 1));

        double cores = (load.turns() * 750 + load.tokens() * 0.2) / 1e6;
        assertThat(result.coordination()).isCloseTo(cores / 6, withPercentage(3));
    }

    @Test
    void turnsOfOnePartitionSpreadOverAllWorkers() {
        Cluster cluster = Clusters.of(1, 1, 22);
        SimulationResult result = run(2_000, cluster, 0, 1);
        assertThat(result.busiestWorker()).isBetween(1.0, 1.5);
        assertThat(result.fullestWorker()).isBetween(1.0, 1.5);
        assertThat(result.elsewhere()).isGreaterThan(0.9);
    }

    @Test
    void aKilledExecutorIsReplacedAfterItsHeartbeatsAreMissedAndThreeSweeps() {
        SimulationResult result = run(500, Clusters.of(12, 2, 3), 1, 5);

        assertThat(result.lost()).isPositive().isEqualTo(result.takeover().count());
        assertThat(result.takeover().p50()).isBetween(4_000_000L, 5_500_000L);
        assertThat(result.takeover().max()).as("missed heartbeats, three sweeps, a claim and a job")
                .isBetween(4_200_000L, 5_500_000L);
    }

    @Test
    void turnsOfAKilledCoordinatorWaitForTheGroupToo() {
        SimulationResult result = run(500, Clusters.of(12, 3, 0), 1, 5);

        assertThat(result.lost()).isEqualTo(result.takeover().count());
        assertThat(result.takeover().max()).isBetween(5_900_000L, 7_000_000L);
    }

    /** Six coordinators give their next turns to the same worker, until a heartbeat says that it is full. */
    @Test
    void turnsThatWaitInAFullWorkerMoveToWhereThereIsRoom() {
        Cluster few = Clusters.of(12, 6, 6, Map.of(SLOTS, "3"));
        SimulationResult result = Simulation.run(new Scenario(new Load(33, 20, 40, 1, 0, 0), few, COORDINATION,
                Scenario.Delays.MEASURED, AnswerLengths.EXPONENTIAL, true, Duration.ofSeconds(6),
                Duration.ofSeconds(60), 0, 1));

        assertThat(result.passedOn()).isPositive();
        assertThat(result.notBegun()).isZero();
    }

    private static SimulationResult run(int streams, Cluster cluster, int killed, long seed) {
        return Simulation.run(new Scenario(new Load(streams, 20, 200, 1, 0, 0), cluster, COORDINATION,
                Scenario.Delays.MEASURED, AnswerLengths.EXPONENTIAL, true, Duration.ofSeconds(6),
                Duration.ofSeconds(10), killed, seed));
    }
}
