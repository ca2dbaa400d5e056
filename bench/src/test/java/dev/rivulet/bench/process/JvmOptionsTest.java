package dev.rivulet.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmOptionsTest {

    @Test
    void optionsOfTheUserComeLast() {
        JvmOptions options = new JvmOptions(Map.of(ProcessRole.LOAD, List.of("-Xmx1g", "-Dx=y")));
        assertThat(options.of(ProcessRole.LOAD)).containsSubsequence("-Xmx512m", "-Xmx1g", "-Dx=y");
        assertThat(options.maxHeap(ProcessRole.LOAD)).isEqualTo("1g");
    }
}
