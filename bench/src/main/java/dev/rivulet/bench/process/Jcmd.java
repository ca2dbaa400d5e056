package dev.rivulet.bench.process;

import dev.rivulet.testkit.process.ProcessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Diagnostic commands of a running JVM, through the JDK's {@code jcmd}. */
final class Jcmd {

    private Jcmd() {}

    /**
     * Runs a command and returns what it prints.
     *
     * @throws ProcessException if there is no {@code jcmd}, or if it fails
     */
    static String run(long pid, String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new ProcessException(String.join(" ", line) + " failed: " + text.strip());
            }
            return text;
        } catch (IOException failure) {
            throw new ProcessException(String.join(" ", line) + " could not be run: " + failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
