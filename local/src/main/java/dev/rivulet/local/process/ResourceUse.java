package dev.rivulet.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param openFiles open files and sockets
 * @param liveBytes objects that are left after a garbage collection; empty if the process does not tell: a JVM that was
 *     started with SIGQUIT ignored cannot be attached to
 */
public record ResourceUse(long openFiles, OptionalLong liveBytes) {

    private static final String TOTAL = "Total";
    private static final long LIMIT_SECONDS = 20;

    /** Returns whether this machine can tell: it has {@code /proc}, and this Java is a JDK. */
    public static boolean isKnown() {
        return Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(jcmd());
    }

    /** Collects the garbage of a Java process first. */
    static ResourceUse of(long pid) throws InterruptedException {
        return new ResourceUse(openFiles(pid), liveBytes(pid));
    }

    static long openFiles(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The histogram counts live objects only, whatever the garbage collector. */
    private static OptionalLong liveBytes(long pid) throws InterruptedException {
        try {
            Path output = Files.createTempFile("histogram", ".txt");
            try {
                Process histogram = new ProcessBuilder(jcmd().toString(), Long.toString(pid), "GC.class_histogram")
                        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
                if (!histogram.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    histogram.destroyForcibly();
                    return OptionalLong.empty();
                }
                try (Stream<String> lines = Files.lines(output)) {
                    return lines.filter(line -> line.startsWith(TOTAL)).map(line -> line.trim().split("\\s+")[2])
                            .mapToLong(Long::parseLong).reduce((first, last) -> last);
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }
}
