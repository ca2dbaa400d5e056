package dev.rivulet.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The CPU use of the whole machine, from Linux: on a shared machine it shows whether the figures are reliable. */
final class MachineCpu {

    private static final Path STAT = Path.of("/proc/stat");
    /** USER_HZ: constant for user space, whatever the kernel's tick rate. */
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    private MachineCpu() {}

    /** Returns the CPU time used by all programs since boot; zero if unknown. */
    static Duration busy() {
        try {
            return busy(Files.readString(STAT));
        } catch (IOException notLinux) {
            return Duration.ZERO;
        }
    }

    static Duration busy(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        long ticks = 0;
        // Guest times after steal are already part of user time.
        for (int i = 1; i < fields.length && i <= STEAL; i++) {
            if (i != IDLE && i != IO_WAIT) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return Duration.ofNanos(ticks * NANOS_PER_TICK);
    }
}
