package dev.rivulet.local.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the script {@code rivulet} starts a command: a JDK and a Maven that only say how they were called. */
class RivuletScriptTest {

    private static final String EXIT_ON_OOM = "-XX:+ExitOnOutOfMemoryError";
    private static final String JAVA = """
            #!/usr/bin/env bash
            case "$*" in
              *-XshowSettings*) echo "    java.specification.version = 21" ;;
              *) printf '%s\\n' "$@" ;;
            esac
            """;

    @TempDir
    Path home;

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("..", "rivulet"), home.resolve("rivulet"));
        Files.createDirectories(home.resolve("local/target"));
        program(home.resolve("jdk/bin/java"), JAVA);
        program(home.resolve("path/mvn"), "#!/usr/bin/env bash\n");
    }

    @Test
    void theJvmGetsTheOptionsOfTheVariableAndTheCommandItsArguments() throws Exception {
        List<String> line = run("-Xmx2g -Dx=y", "ask", "two words");
        assertThat(line).contains("-Xmx2g", "-Dx=y");
        assertThat(line.subList(line.size() - 3, line.size())).containsExactly("dev.rivulet.local.cli.Rivulet", "ask",
                "two words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "gateway", "up", "kafka"})
    void aServiceEndsWhenItIsOutOfMemory(String command) throws Exception {
        assertThat(run("", command)).contains(EXIT_ON_OOM);
    }

    private List<String> run(String options, String... command) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(home.resolve("rivulet").toString()).redirectErrorStream(true);
        script.command().addAll(List.of(command));
        script.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        script.environment().put("PATH", home.resolve("path") + ":" + System.getenv("PATH"));
        script.environment().put("RIVULET_JAVA_OPTS", options);
        Process process = script.start();
        List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        assertThat(Files.writeString(file, text).toFile().setExecutable(true)).isTrue();
    }
}
