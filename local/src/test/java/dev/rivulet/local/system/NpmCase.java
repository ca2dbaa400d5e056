package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One case of a script, in a node of its own. */
public record NpmCase(Process process, Path out, Path err) implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static NpmCase start(Path directory, String script, String name, Map<String, String> settings) {
        String files = script + "." + name + "." + NUMBER.incrementAndGet();
        Path out = directory.resolve(files + ".out");
        Path err = directory.resolve(files + ".err");
        ProcessBuilder node = new ProcessBuilder("node", script, name,
                new String(Json.write(settings), StandardCharsets.UTF_8)).directory(directory.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        // Not the machine's: what it talks to is on the loopback.
        node.environment().keySet().removeIf(key -> key.toLowerCase().endsWith("_proxy"));
        try {
            return new NpmCase(node.start(), out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What it has seen, when it has ended. */
    public JsonNode report() {
        try {
            assertThat(process.waitFor(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ended: " + said()).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        assertThat(process.exitValue()).as(said()).isZero();
        return TestClient.tree(read(out));
    }

    /** Whether it has come to where the test does its part. */
    public boolean hasBegun() {
        return hasSaid("begun");
    }

    /** Whether it has told the test this. */
    public boolean hasSaid(String what) {
        assertThat(process.isAlive()).as(said()).isTrue();
        return said().contains(what);
    }

    private String said() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
