package dev.rivulet.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaProgramTest {

    @Test
    void runsTheSameJavaWithTheOptionsInTheirOrder() {
        List<String> line = JavaProgram.of("name", "a.Main", "argument").withOptions(List.of("-Xmx1g"))
                .withOptions(List.of("-Xmx2g")).line(Path.of("/temp"));
        assertThat(line.getFirst()).startsWith(System.getProperty("java.home"));
        assertThat(line).containsSubsequence("-Xmx1g", "-Xmx2g", "-Djava.io.tmpdir=/temp", "-cp", "a.Main", "argument");
    }
}
