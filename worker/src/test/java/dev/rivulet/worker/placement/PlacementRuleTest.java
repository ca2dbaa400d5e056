package dev.rivulet.worker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.worker.execution.WorkerLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementRuleTest {

    private static final WorkerLoad IDLE = new WorkerLoad(0, 0, 100);
    private static final WorkerLoad FULL = new WorkerLoad(100, 0, 0);

    @Test
    void aWorkerAloneRunsItsTurnsAlsoWhenItIsFull() {
        assertThat(choose(IDLE, Map.of())).contains("self");
        assertThat(choose(FULL, Map.of())).contains("self");
    }

    @Test
    void theOwnWorkerComesFirstWhileItIsNotClearlyBusier() {
        assertThat(choose(busy(2), Map.of("other", IDLE))).contains("self");
        assertThat(choose(busy(3), Map.of("other", IDLE))).contains("other");
        assertThat(choose(busy(52), Map.of("other", busy(40)))).contains("self");
        assertThat(choose(busy(53), Map.of("other", busy(40)))).contains("other");
    }

    @Test
    void whoHasAFreeSlotComesBeforeWhoHasNone() {
        assertThat(choose(FULL, Map.of("other", busy(99)))).contains("other");
        assertThat(choose(busy(99), Map.of("other", new WorkerLoad(1, 1, 0)))).contains("self");
    }

    @Test
    void whenNobodyHasRoomTheLeastCrowdedOneGetsTheTurn() {
        assertThat(choose(new WorkerLoad(100, 300, 0), Map.of("a", new WorkerLoad(100, 200, 0), "b", FULL)))
                .contains("b");
    }

    @Test
    void loadIsComparedWithCapacity() {
        assertThat(PlacementRule.choose("self", Optional.empty(),
                Map.of("small", new WorkerLoad(4, 0, 6), "large", new WorkerLoad(30, 0, 70)))).contains("large");
    }

    @Test
    void aCoordinatorThatExecutesNothingNeverChoosesItself() {
        assertThat(PlacementRule.choose("self", Optional.empty(), Map.of("other", FULL))).contains("other");
        assertThat(PlacementRule.choose("self", Optional.empty(), Map.of())).isEmpty();
        assertThat(PlacementRule.choose("self", Optional.empty(), Map.of("broken", new WorkerLoad(0, 0, 0))))
                .isEmpty();
    }

    @Test
    void coordinatorsDoNotAllChooseTheSameAmongEquals() {
        Map<String, WorkerLoad> equals = new HashMap<>();
        IntStream.range(0, 10).forEach(i -> equals.put("worker-" + i, IDLE));

        assertThat(IntStream.range(0, 10)
                .mapToObj(i -> PlacementRule.choose("coordinator-" + i, Optional.empty(), equals).orElseThrow())
                .distinct()).hasSizeGreaterThan(3);
    }

    /** All turns of one coordinator, as with sessions that hash to one partition. */
    @Test
    void manyTurnsOfOneCoordinatorSpreadOverAllWorkers() {
        Map<String, WorkerLoad> loads = new HashMap<>();
        IntStream.range(0, 22).forEach(i -> loads.put("worker-" + i, new WorkerLoad(0, 0, 4_000)));
        WorkerLoad own = new WorkerLoad(0, 0, 4_000);
        for (int turn = 0; turn < 2_000; turn++) {
            String chosen = PlacementRule.choose("self", Optional.of(own), loads).orElseThrow();
            if (chosen.equals("self")) {
                own = own.plus(1);
            } else {
                loads.computeIfPresent(chosen, (id, load) -> load.plus(1));
            }
        }

        double mean = 2_000 / 23.0;
        assertThat(own.running()).isLessThanOrEqualTo((int) (1.5 * mean));
        assertThat(loads.values()).allSatisfy(load -> assertThat((double) load.running()).isBetween(0.8 * mean,
                1.2 * mean));
    }

    private static WorkerLoad busy(int running) {
        return new WorkerLoad(running, 0, 100 - running);
    }

    private static Optional<String> choose(WorkerLoad own, Map<String, WorkerLoad> others) {
        return PlacementRule.choose("self", Optional.of(own), others);
    }
}
