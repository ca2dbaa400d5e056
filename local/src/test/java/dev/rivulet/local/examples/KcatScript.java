package dev.rivulet.local.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.wait.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code examples/kcat/ask.sh}. */
public final class KcatScript {

    private KcatScript() {}

    public static boolean canRun() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kcat")));
    }

    /** @return what it prints */
    static String ask(String bootstrapServers, String prompt, String session) throws IOException, InterruptedException {
        return ask(bootstrapServers, prompt, session, Map.of());
    }

    /**
     * @param more variables of the script
     * @return what it prints
     */
    public static String ask(String bootstrapServers, String prompt, String session, Map<String, String> more)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kcat", ".err");
        ProcessBuilder script = new ProcessBuilder("../examples/kcat/ask.sh", prompt, session)
                .redirectError(errors.toFile());
        script.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        script.environment().put("ASK_SECONDS", "" + Waiting.LIMIT.toSeconds());
        script.environment().putAll(more);
        Process process = script.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            return output;
        } finally {
            process.destroy();
            Files.delete(errors);
        }
    }
}
