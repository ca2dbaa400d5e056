package dev.rivulet.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    private final JavaCommand java = new JavaCommand(Map.of(Role.LOAD, List.of("-Xmx1g", "-Dx=y")), Path.of("/temp"));

    @Test
    void optionsOfTheUserComeLastBeforeTheClassPath() {
        List<String> line = java.line(Role.LOAD, List.of("argument"));
        assertThat(line).containsSubsequence("-Xmx512m", "-Xmx1g", "-Dx=y", "-cp",
                "dev.rivulet.bench.load.LoadMain", "argument");
        assertThat(java.maxHeap(Role.LOAD)).isEqualTo("1g");
    }

    @Test
    void runsTheSameJava() {
        assertThat(java.line(Role.BROKER, List.of()).getFirst()).startsWith(System.getProperty("java.home"));
    }
}
