package dev.rivulet.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the fleet. What it prints goes to a file. */
final class Child {

    private static final long END_SECONDS = 15;
    private static final int SHOWN_LINES = 15;
    private static final List<String> FOREIGN_SETTINGS = List.of("RIVULET_", "KAFKA_", "OPENAI_", "JAVA_TOOL_OPTIONS");

    private final Role role;
    private final Process process;
    private final Path log;

    private Child(Role role, Process process, Path log) {
        this.role = role;
        this.process = process;
        this.log = log;
    }

    /** @param talks whether stdin and stdout stay with the parent */
    static Child start(Role role, List<String> command, Map<String, String> environment, Path directory,
            boolean talks) {
        Path log = directory.resolve(role.label() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectError(log.toFile());
        if (!talks) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        }
        // The settings of whoever runs the benchmark are not those of what is measured.
        builder.environment().keySet().removeIf(name -> FOREIGN_SETTINGS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        try {
            return new Child(role, builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException("the " + role.label() + " could not be started", failure);
        }
    }

    Process process() {
        return process;
    }

    /** Throws {@link FleetException} with the process's last words when it has ended. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new FleetException("the " + role.label() + " ended with status " + process.exitValue() + lastWords());
        }
    }

    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "; its log " + log + " cannot be read";
        }
    }

    CpuTime cpu() {
        return new CpuTime(process.info().totalCpuDuration().orElse(Duration.ZERO), JitThreads.cpu(process.pid()));
    }

    Memory memory() {
        return new Memory(process.pid());
    }

    void end() {
        process.destroy();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
