package dev.rivulet.bench.capacity.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rivulet.bench.capacity.simulation.Clusters;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static final Costs COSTS = Costs.MEASURED;
    private static final Load LOAD = new Load(10_000, 20, 400, 1, 0, 2_000);

    @Test
    void aLoadIsItsTurnsAndTheirTokens() {
        assertThat(LOAD.tokens()).isEqualTo(200_000);
        assertThat(LOAD.turnSeconds()).isEqualTo(20);
        assertThat(LOAD.turns()).isEqualTo(500);
    }

    @Test
    void theThreadWithMostPartitionsIsTheOneThatIsShort() {
        double cores = COSTS.threads().coordination().cores(LOAD);
        assertThat(used("coordination thread", cluster(12, 4, 0, 2))).isCloseTo(cores * 3 / 12, within(1e-9));
        assertThat(used("coordination thread", cluster(12, 5, 0, 2))).as("one of five has three").isCloseTo(
                cores * 3 / 12, within(1e-9));
        assertThat(used("coordination thread", cluster(12, 20, 0, 2))).as("eight have none").isCloseTo(cores / 12,
                within(1e-9));
    }

    @Test
    void gatewaysThatNameSessionsReadTheirShare() {
        assertThat(demand(LOAD, cluster(12, 2, 0, 1)).tailShare()).isEqualTo(1);
        assertThat(demand(LOAD, cluster(12, 2, 0, 2)).tailShare()).isEqualTo(0.5);
        assertThat(demand(LOAD, cluster(12, 2, 0, 4)).tailShare()).isEqualTo(0.25);
    }

    @Test
    void manyReadersOfSessionsThatClientsNameMakeAGatewayReadEverything() {
        Load named = new Load(10_000, 20, 400, 1, 1, 2_000);
        assertThat(demand(named, cluster(12, 2, 0, 4)).tailShare()).isCloseTo(1, within(1e-6));
        Load few = new Load(4, 20, 400, 1, 1, 2_000);
        assertThat(demand(few, cluster(12, 2, 0, 4)).tailShare()).as("its quarter, and a twelfth of the rest")
                .isCloseTo(0.25 + 0.75 / 12, within(1e-9));
    }

    @Test
    void gatewaysBeyondThePartitionsReadEverything() {
        assertThat(demand(LOAD, cluster(12, 2, 0, 24)).tailShare()).as("half of them one partition, half of them all")
                .isCloseTo(0.5 / 12 + 0.5, within(1e-6));
    }

    @Test
    void heartbeatsGrowWithTheSquareOfTheWorkers() {
        String heartbeats = "heartbeats at the broker";
        double ten = used(heartbeats, cluster(12, 2, 8, 2));
        assertThat(used(heartbeats, cluster(12, 2, 18, 2))).isCloseTo(4 * ten, within(1e-9));
        assertThat(ten).isCloseTo(20 * 10 * COSTS.heartbeats().brokerMicros() / 1e6 / 8, within(1e-9));
    }

    @Test
    void theBottleneckIsTheResourceOfWhichMostIsTaken() {
        Cluster fewSlots = Clusters.of(12, 2, 2, Map.of("rivulet.worker.concurrent-turns", "100"));
        assertThat(demand(LOAD, fewSlots).bottleneck().name()).isEqualTo("execution slots");
        assertThat(demand(LOAD, fewSlots).bottleneck().used()).isEqualTo(25);
    }

    private static double used(String name, Cluster cluster) {
        return demand(LOAD, cluster).resources().stream().filter(resource -> resource.name().startsWith(name))
                .findFirst().orElseThrow().used();
    }

    private static Demand demand(Load load, Cluster cluster) {
        return new Demand(load, cluster, COSTS, 0.5);
    }

    private static Cluster cluster(int partitions, int coordinators, int executors, int gateways) {
        return new Cluster(partitions, 3, coordinators, executors, gateways, 3, Clusters.machines(),
                Clusters.settings(Map.of()));
    }
}
