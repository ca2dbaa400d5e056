package dev.rivulet.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {

    private static final String TIMES = " S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 30 0 999\n";

    private final Map<String, Duration> times = new HashMap<>();

    @Test
    void threadsOfOneKindAreAddedUpWithUserAndSystemTime() {
        ThreadTimes.add("71 (C2 CompilerThre)" + TIMES, times);
        ThreadTimes.add("72 (C1 CompilerThre)" + TIMES, times);
        ThreadTimes.add("73 (vert.x-eventloo)" + TIMES, times);
        ThreadTimes.add("74 (rivulet-worker-)" + TIMES, times);

        assertThat(times).isEqualTo(Map.of("compiler", Duration.ofSeconds(6), "eventLoop", Duration.ofSeconds(3),
                "coordination", Duration.ofSeconds(3)));
        assertThat(new CpuTime(Duration.ofSeconds(20), times).jit()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void threadsOfNoKnownKindAreOthersWhateverTheirNames() {
        ThreadTimes.add("73 (vert.x) (odd) na)" + TIMES, times);

        assertThat(times).isEqualTo(Map.of("other", Duration.ofSeconds(3)));
    }

    @Test
    void whatAThreadUsedBeforeIsNotCounted() {
        CpuTime before = new CpuTime(Duration.ofSeconds(5), Map.of("tail", Duration.ofSeconds(1)));
        CpuTime after = new CpuTime(Duration.ofSeconds(9),
                Map.of("tail", Duration.ofSeconds(3), "producer", Duration.ofSeconds(1)));

        assertThat(after.minus(before)).isEqualTo(new CpuTime(Duration.ofSeconds(4),
                Map.of("tail", Duration.ofSeconds(2), "producer", Duration.ofSeconds(1))));
    }
}
