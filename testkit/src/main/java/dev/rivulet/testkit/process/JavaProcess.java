package dev.rivulet.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running Java program, started without a shell, so that signals reach the JVM. Its output goes to files.
 * Thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

    private static final long END_SECONDS = 20;
    private static final int SHOWN_LINES = 15;
    private static final List<String> FOREIGN_SETTINGS = List.of("RIVULET_", "KAFKA_", "OPENAI_", "JAVA_TOOL_OPTIONS");

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private JavaProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a program.
     *
     * @param directory its working and temporary directory, where {@code NAME.out} and {@code NAME.err} are written
     */
    public static JavaProcess start(JavaProgram program, Path directory) {
        return start(program, program.line(directory), directory, false);
    }

    /** Starts a program whose stdin and stdout the caller uses, through {@link #process}. */
    public static JavaProcess startTalking(JavaProgram program, Path directory) {
        return start(program, program.line(directory), directory, true);
    }

    /**
     * Starts a program on a pseudoterminal of util-linux's {@code script}: the caller writes keys, such as {@code
     * Ctrl-C}. Check {@link Pseudoterminal#available} first.
     */
    public static JavaProcess startOnTerminal(JavaProgram program, Path directory) {
        return start(program, Pseudoterminal.around(program.line(directory)), directory, true);
    }

    private static JavaProcess start(JavaProgram program, List<String> line, Path directory, boolean talks) {
        Path out = directory.resolve(program.name() + ".out");
        Path err = directory.resolve(program.name() + ".err");
        ProcessBuilder builder = new ProcessBuilder(SigintSupport.withDefaultSigint(line)).directory(directory.toFile())
                .redirectError(err.toFile());
        if (!talks) {
            builder.redirectOutput(out.toFile());
        }
        // Settings of this process's environment must not reach the program.
        builder.environment().keySet().removeIf(key -> FOREIGN_SETTINGS.stream().anyMatch(key::startsWith));
        builder.environment().putAll(program.environment());
        try {
            return new JavaProcess(program.name(), builder.start(), out, err);
        } catch (IOException failure) {
            throw new ProcessException("the " + program.name() + " could not be started: " + failure, failure);
        }
    }

    public String name() {
        return name;
    }

    public Process process() {
        return process;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Returns its output so far. */
    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** @throws ProcessException if the process has ended; the message contains its last log lines */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new ProcessException("the " + name + " ended with status " + process.exitValue() + lastWords());
        }
    }

    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(err);
            return ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "; its log " + err + " cannot be read";
        }
    }

    /** Sends SIGINT, as Ctrl-C does; SIGTERM if children ignore SIGINT, see {@link SigintSupport}. */
    public void interrupt() {
        signal(SigintSupport.reachesChildren() ? "INT" : "TERM");
    }

    /** Sends a signal, such as {@code TERM}, {@code KILL} or {@code STOP}. Does nothing if the process has ended. */
    public void signal(String signal) {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * Waits until the process ends, at most 20 seconds, and returns its exit status.
     *
     * @throws ProcessException if it is still running
     */
    public int exitStatus() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new ProcessException("the " + name + " still runs" + lastWords());
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

    /** Terminates the process; kills it after 20 seconds. */
    @Override
    public void close() {
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
