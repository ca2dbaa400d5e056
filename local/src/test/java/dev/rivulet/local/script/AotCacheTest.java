package dev.rivulet.local.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the script {@code rivulet} makes its cache of classes and profiles, and that it never needs it. */
class AotCacheTest {

    private static final String JDK_25 = "JAVA_VERSION=\"25.0.3\"\n";

    @TempDir
    Path home;

    private Checkout checkout;
    private Path jdk;

    @BeforeEach
    void install() throws IOException {
        checkout = Checkout.in(home);
        jdk = checkout.jdk("jdk", JDK_25);
    }

    @Test
    void theFirstStartTrainsAndAllUseTheCache() throws Exception {
        assertThat(start()).contains(option());
        assertThat(start()).contains(option());
        assertThat(trainings(jdk)).isEqualTo(1);
    }

    @Test
    void aChangeOfSourcesTrainsAgain() throws Exception {
        start();
        Path source = Files.createDirectories(home.resolve("local/src/main")).resolve("A.java");
        Files.writeString(source, "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(start()).contains("Building ...", option());
        assertThat(trainings(jdk)).isEqualTo(2);
    }

    @Test
    void anotherJdkTrainsAgain() throws Exception {
        start();
        Path other = checkout.jdk("other", "JAVA_VERSION=\"26\"\n");
        assertThat(checkout.run(other, Map.of(), "ask")).contains(option());
        assertThat(trainings(other)).isEqualTo(1);
    }

    @Test
    void aLostCacheIsMadeAgain() throws Exception {
        start();
        Files.delete(checkout.cache());
        assertThat(start()).contains(option());
    }

    @Test
    void aTrainingThatFailsIsSaidOnceAndNotTriedAgain() throws Exception {
        Files.createFile(jdk.resolve("fails"));
        assertThat(start()).anyMatch(line -> line.contains("no training")).contains("ask").doesNotContain(option());
        assertThat(start()).noneMatch(line -> line.contains("raining")).contains("ask").doesNotContain(option());
        assertThat(trainings(jdk)).isEqualTo(1);
    }

    @Test
    void aStartBesideATrainingRunDoesNotWaitForIt() throws Exception {
        Path other = Files.createDirectories(checkout.cache().getParent()).resolve("rivulet.aot.4711.jdk");
        Files.createFile(other);
        assertThat(start()).contains("ask").doesNotContain(option());
        Files.setLastModifiedTime(other, FileTime.from(Instant.now().minusSeconds(1_000)));
        assertThat(start()).as("a run that was killed").contains(option());
    }

    @Test
    void nothingOfItIsDoneWhereItIsOffOrTheJdkIsOlder() throws Exception {
        Path older = checkout.jdk("older", "JAVA_VERSION=\"24.0.2\"\n");
        assertThat(checkout.run(jdk, Map.of("RIVULET_AOT", "off"), "ask")).doesNotContain(option());
        assertThat(checkout.run(older, Map.of(), "ask")).doesNotContain(option());
        assertThat(jdk.resolve("trained")).doesNotExist();
        assertThat(older.resolve("trained")).doesNotExist();
        assertThat(checkout.cache()).doesNotExist();
    }

    @Test
    void servicesNeitherTrainNorUseIt() throws Exception {
        for (String service : List.of("worker", "gateway", "kafka", "up")) {
            assertThat(checkout.run(jdk, Map.of(), service)).contains(service).doesNotContain(option());
        }
        assertThat(jdk.resolve("trained")).doesNotExist();
        assertThat(start()).contains(option());
        assertThat(checkout.run(jdk, Map.of(), "worker")).doesNotContain(option());
    }

    /** What the JVM decides, with this JVM: it must neither fail nor write to stdout. */
    @Test
    void aCacheThatIsGarbageChangesNothing() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
        List<String> options = start().stream().filter(line -> line.contains("aot")).toList();
        assertThat(options).hasSize(2).first().isEqualTo(option());
        Files.writeString(checkout.cache(), "garbage ".repeat(1_000));
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                options.get(0), options.get(1), "--version").redirectErrorStream(true).start();
        String output = new String(java.getInputStream().readAllBytes());
        assertThat(java.waitFor()).as(output).isZero();
        assertThat(output).startsWith("openjdk").doesNotContainIgnoringCase("aot");
    }

    private List<String> start() throws IOException, InterruptedException {
        return checkout.run(jdk, Map.of(), "ask");
    }

    private String option() {
        return "-XX:AOTCache=" + checkout.cache();
    }

    private static int trainings(Path jdk) throws IOException {
        return Files.readAllLines(jdk.resolve("trained")).size();
    }
}
