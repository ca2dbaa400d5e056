package dev.rivulet.bench.capacity.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.bench.capacity.simulation.Clusters;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000, 20_000})
    void whatCanBeAddedIsNotShort(int streams) {
        Load load = new Load(streams, 20, 400, 1, 0, 2_000);
        Cluster cluster = sizing(48, 0.6).cluster(load, Costs.MEASURED);
        assertThat(new Demand(load, cluster, Costs.MEASURED, 0.5).bottleneck().used()).isLessThanOrEqualTo(0.75);
    }

    @Test
    void noMoreWorkersCoordinateThanThereArePartitions() {
        Load load = new Load(1_000_000, 20, 400, 1, 0, 2_000);
        Cluster cluster = sizing(12, 0.6).cluster(load, Costs.MEASURED);
        assertThat(cluster.coordinators()).isEqualTo(12);
        assertThat(cluster.executors()).isGreaterThan(12);
        assertThat(new Demand(load, cluster, Costs.MEASURED, 0.9).resources().getFirst().used()).isGreaterThan(1);
    }

    @Test
    void aPartIsNotNothingAndNotMoreThanAll() {
        assertThatThrownBy(() -> sizing(12, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sizing(12, 1.2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sizing sizing(int partitions, double utilization) {
        return new Sizing(partitions, 3, Clusters.machines(), Clusters.settings(Map.of()), utilization);
    }
}
