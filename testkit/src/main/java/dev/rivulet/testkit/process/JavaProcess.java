package dev.rivulet.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java program that runs: the JVM itself, with no shell between, so that a signal reaches what it is meant for. What it
 * prints goes to files beside each other. Thread-safe.
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

    /** @param directory its working and temporary directory, and that of {@code NAME.out} and {@code NAME.err} */
    public static JavaProcess start(JavaProgram program, Path directory) {
        return start(program, program.line(directory), directory, false);
    }

    /** Leaves stdin and stdout to the caller, as {@link #process} has them. */
    public static JavaProcess startTalking(JavaProgram program, Path directory) {
        return start(program, program.line(directory), directory, true);
    }

    /**
     * The same, with a terminal between: what the caller writes are keys, and {@code Ctrl-C} is one of them. Of util-linux's
     * {@code script}, see {@link Pseudoterminal#available}.
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
        // The settings of whoever runs this are not those of what is started.
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

    /** What it has printed so far. */
    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Throws {@link ProcessException} with the process's last words when it has ended. */
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

    /** As Ctrl-C does; or as {@code kill} does, where no child can be made to heed that: see {@link SigintSupport}. */
    public void interrupt() {
        signal(SigintSupport.reachesChildren() ? "INT" : "TERM");
    }

    /** Sends a signal, such as {@code TERM}, {@code KILL}, {@code STOP}. One that has ended takes no notice. */
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

    /** Waits for its end; throws {@link ProcessException} when that takes more than twenty seconds. */
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

    /** Ends the process: politely at first, and after twenty seconds by force. */
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
