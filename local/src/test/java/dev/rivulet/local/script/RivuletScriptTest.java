package dev.rivulet.local.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the script {@code rivulet} starts a command. */
class RivuletScriptTest {

    private static final String EXIT_ON_OOM = "-XX:+ExitOnOutOfMemoryError";

    @TempDir
    Path home;

    private Checkout checkout;
    private Path jdk;

    @BeforeEach
    void install() throws IOException {
        checkout = Checkout.in(home);
        jdk = checkout.jdk("jdk", null);
    }

    @Test
    void theJvmGetsTheOptionsOfTheVariableAndTheCommandItsArguments() throws Exception {
        List<String> line = checkout.run(jdk, Map.of("RIVULET_JAVA_OPTS", "-Xmx2g -Dx=y"), "ask", "two words");
        assertThat(line).contains("-Xmx2g", "-Dx=y");
        assertThat(line.subList(line.size() - 3, line.size())).containsExactly("dev.rivulet.local.cli.Rivulet", "ask",
                "two words");
    }

    @ParameterizedTest
    @CsvSource({"bench, dev.rivulet.bench.Bench", "capacity, dev.rivulet.bench.capacity.Capacity"})
    void whatMeasuresAndComputesIsInAModuleOfItsOwn(String command, String main) throws Exception {
        List<String> line = checkout.run(jdk, Map.of(), command, "--streams", "5");
        assertThat(line.subList(line.size() - 3, line.size())).containsExactly(main, "--streams", "5");
        assertThat(line).anyMatch(argument -> argument.endsWith("bench/target/rivulet-bench-1-class-path.jar"));
    }

    @Test
    void theSbomAndTheLicencesAreMadeByPluginsWhoseVersionsThePomNames() throws Exception {
        for (String file : List.of("sbom.json", "sbom.xml", "licences.txt")) {
            Files.writeString(Files.createDirectories(home.resolve("target")).resolve(file), "made");
        }
        assertThat(checkout.run(jdk, Map.of(), "sbom")).anyMatch(line -> line.endsWith("/target/sbom.json"))
                .anyMatch(line -> line.endsWith("/target/licences.txt"));
        String pom = Files.readString(Path.of("..", "pom.xml"));
        for (String plugin : List.of("cyclonedx-maven-plugin", "license-maven-plugin")) {
            assertThat(pom).containsPattern("<artifactId>" + plugin + "</artifactId>\\s*<version>[0-9.]+</version>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "gateway", "up", "kafka"})
    void aServiceEndsWhenItIsOutOfMemory(String command) throws Exception {
        assertThat(checkout.run(jdk, Map.of(), command)).contains(EXIT_ON_OOM);
    }
}
