package dev.rivulet.local.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code ./rivulet} command as a process of its own, over this test's class path. Ended with the test, by its handle. */
final class ChildProcess implements AutoCloseable {

    private static final long END_SECONDS = 20;
    private static final long SIGINT_BIT = 1L << 1;

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param logs where its output goes */
    static ChildProcess start(Path logs, Map<String, String> environment, String... command) {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "dev.rivulet.local.cli.Rivulet"));
        line.addAll(List.of(command));
        try {
            File out = File.createTempFile(command[0] + "-", ".out", logs.toFile());
            File err = new File(out.getPath().replace(".out", ".err"));
            ProcessBuilder builder = new ProcessBuilder(line).directory(logs.toFile()).redirectOutput(out)
                    .redirectError(err);
            List.of("OPENAI_BASE_URL", "OPENAI_API_KEY", "KAFKA_BOOTSTRAP_SERVERS")
                    .forEach(builder.environment()::remove);
            builder.environment().putAll(environment);
            return new ChildProcess(builder.start(), out.toPath(), err.toPath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As Ctrl-C does. Where this test itself ignores it, as in the background of a script, so do its children: then TERM. */
    void interrupt() {
        signal(interruptsAreIgnored() ? "TERM" : "INT");
    }

    private static boolean interruptsAreIgnored() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Sends a signal, such as {@code TERM}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    int exitStatus() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still runs: " + err());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
