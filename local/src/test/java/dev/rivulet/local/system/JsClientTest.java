package dev.rivulet.local.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of {@code clients/js} that need no gateway: against scripted ones, as those of the Java client. */
class JsClientTest {

    private static final Path CLIENT = Path.of("..", "clients", "js");

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void resumesAndTellsItsEndsApartAsTheJavaClientDoes() throws IOException, InterruptedException {
        NpmClients.requireNode();
        List<String> files;
        try (Stream<Path> tests = Files.list(CLIENT.resolve("test"))) {
            files = tests.map(test -> "test/" + test.getFileName()).filter(name -> name.endsWith(".test.mjs")).toList();
        }
        assertThat(files).isNotEmpty();
        Process node = new ProcessBuilder(Stream.concat(Stream.of("node", "--test"), files.stream()).toList())
                .directory(CLIENT.toFile()).redirectErrorStream(true).start();
        String said = new String(node.getInputStream().readAllBytes(), UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said).contains("# fail 0");
    }
}
