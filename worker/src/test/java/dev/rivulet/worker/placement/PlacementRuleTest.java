package dev.rivulet.worker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.worker.execution.WorkerLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementRuleTest {

    private static final WorkerLoad IDLE = new WorkerLoad(0, 0, 100);
    private static final WorkerLoad FULL = new WorkerLoad(100, 0, 0);

    private final SplittableRandom random = new SplittableRandom(46);

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
        assertThat(PlacementRule.choose(turn(), "self", Optional.empty(),
                Map.of("small", new WorkerLoad(4, 0, 6), "large", new WorkerLoad(30, 0, 70)))).contains("large");
    }

    @Test
    void aCoordinatorThatExecutesNothingNeverChoosesItself() {
        assertThat(PlacementRule.choose(turn(), "self", Optional.empty(), Map.of("other", FULL))).contains("other");
        assertThat(PlacementRule.choose(turn(), "self", Optional.empty(), Map.of())).isEmpty();
        assertThat(PlacementRule.choose(turn(), "self", Optional.empty(), Map.of("broken", new WorkerLoad(0, 0, 0))))
                .isEmpty();
    }

    @Test
    void theOnlyWorkerWithRoomGetsTheTurn() {
        Map<String, WorkerLoad> loads = new HashMap<>(Map.of("free", busy(99)));
        IntStream.range(0, 20).forEach(i -> loads.put("full-" + i, FULL));

        assertThat(Stream.generate(() -> choose(FULL, loads).orElseThrow()).limit(100)).containsOnly("free");
    }

    /** They all know what the heartbeats of the same half second said. */
    @Test
    void coordinatorsDoNotAllChooseTheSameWorkerBetweenTwoHeartbeats() {
        Map<String, WorkerLoad> loads = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> loads.put("worker-" + i, busy(40 + i % 10)));

        Map<String, Long> chosen = Stream
                .generate(() -> PlacementRule.choose(turn(), "self", Optional.empty(), loads).orElseThrow())
                .limit(5_000)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(chosen).hasSizeGreaterThan(80);
        assertThat(chosen.values()).allMatch(turns -> turns < 3 * 50);
    }

    /** All turns of one coordinator, as with sessions that hash to one partition. */
    @Test
    void manyTurnsOfOneCoordinatorSpreadOverAllWorkers() {
        Map<String, WorkerLoad> loads = new HashMap<>();
        IntStream.range(0, 22).forEach(i -> loads.put("worker-" + i, new WorkerLoad(0, 0, 4_000)));
        WorkerLoad own = new WorkerLoad(0, 0, 4_000);
        for (int turn = 0; turn < 2_000; turn++) {
            String chosen = PlacementRule.choose(turn(), "self", Optional.of(own), loads).orElseThrow();
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

    /** A different one each time, always the same in each run. */
    private SessionTurn turn() {
        return new SessionTurn(new SessionId("s"),
                new TurnId(new UUID(random.nextLong() & ~0xF000L | 0x7000L, random.nextLong() >>> 2 | 1L << 63)));
    }

    private static WorkerLoad busy(int running) {
        return new WorkerLoad(running, 0, 100 - running);
    }

    private Optional<String> choose(WorkerLoad own, Map<String, WorkerLoad> others) {
        return PlacementRule.choose(turn(), "self", Optional.of(own), others);
    }
}
