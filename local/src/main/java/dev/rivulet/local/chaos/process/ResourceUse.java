package dev.rivulet.local.chaos.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param openFiles open files and sockets
 * @param liveBytes objects that are left after a garbage collection
 */
public record ResourceUse(long openFiles, long liveBytes) {

    private static final String TOTAL = "Total";

    /** Returns whether this machine can tell: it has {@code /proc}, and this Java is a JDK. */
    public static boolean isKnown() {
        return Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(jcmd());
    }

    /** Collects the garbage of a Java process first. */
    static ResourceUse of(Process process) throws InterruptedException {
        return new ResourceUse(openFiles(process), liveBytes(process));
    }

    static long openFiles(Process process) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The histogram counts live objects only, whatever the garbage collector. */
    private static long liveBytes(Process process) throws InterruptedException {
        try {
            Process histogram = new ProcessBuilder(jcmd().toString(), Long.toString(process.pid()),
                    "GC.class_histogram").redirectErrorStream(true).start();
            Optional<String> total;
            try (BufferedReader lines = histogram.inputReader()) {
                total = lines.lines().filter(line -> line.startsWith(TOTAL)).reduce((first, last) -> last);
            }
            histogram.waitFor();
            String[] columns = total.orElseThrow(() -> new IOException("jcmd shows no histogram")).trim().split("\\s+");
            return Long.parseLong(columns[2]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }
}
