package dev.rivulet.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JitThreadsTest {

    private static final String TIMES = " S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 30 0 999\n";

    @Test
    void compilersCountWithUserAndSystemTime() {
        assertThat(JitThreads.cpu("71 (C2 CompilerThre)" + TIMES)).isEqualTo(Duration.ofSeconds(3));
        assertThat(JitThreads.cpu("72 (C1 CompilerThre)" + TIMES)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void otherThreadsDoNot() {
        assertThat(JitThreads.cpu("73 (vert.x) (odd) na)" + TIMES)).isZero();
    }
}
