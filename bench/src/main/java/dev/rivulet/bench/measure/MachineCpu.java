package dev.rivulet.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How busy the whole machine is, as Linux counts it: on a shared one, how far a figure is to be trusted. */
final class MachineCpu {

    private static final Path STAT = Path.of("/proc/stat");
    /** Fixed for user space, whatever the kernel's own rate. */
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    private MachineCpu() {}

    /** CPU time used since the machine's start, by anything; zero where it cannot be told. */
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
        // What comes after steal (guests) is part of user time already.
        for (int i = 1; i < fields.length && i <= STEAL; i++) {
            if (i != IDLE && i != IO_WAIT) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return Duration.ofNanos(ticks * NANOS_PER_TICK);
    }
}
