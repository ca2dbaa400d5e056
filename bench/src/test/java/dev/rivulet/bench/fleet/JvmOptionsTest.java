package dev.rivulet.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmOptionsTest {

    @Test
    void optionsOfTheUserComeLast() {
        JvmOptions options = new JvmOptions(Map.of(Role.LOAD, List.of("-Xmx1g", "-Dx=y")));
        assertThat(options.of(Role.LOAD)).containsSubsequence("-Xmx512m", "-Xmx1g", "-Dx=y");
        assertThat(options.maxHeap(Role.LOAD)).isEqualTo("1g");
    }
}
