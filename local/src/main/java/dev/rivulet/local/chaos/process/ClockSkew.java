package dev.rivulet.local.chaos.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a process a clock of its own, with the library of the Debian package {@code faketime}. Time that is measured
 * rather than told ({@link System#nanoTime}) stays as it is.
 */
public final class ClockSkew {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/faketime/libfaketime.so.1"));

    private ClockSkew() {}

    /** Returns whether the library is installed. */
    public static boolean available() {
        return library().isPresent();
    }

    /**
     * Returns the environment variables of a process whose clock is ahead by this much, or behind if it is negative.
     *
     * @throws IllegalStateException if the library is not installed
     */
    public static Map<String, String> environment(Duration ahead) {
        Path library = library().orElseThrow(() -> new IllegalStateException("libfaketime is not installed"));
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME", String.format("%+ds", ahead.toSeconds()),
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Else waits end too early or too late.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static Optional<Path> library() {
        return PLACES.stream().filter(Files::exists).findFirst();
    }
}
