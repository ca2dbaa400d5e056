package dev.rivulet.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of a process as Linux counts it; elsewhere all is 0. */
record ProcessMemory(long pid) {

    private static final String PEAK = "VmHWM:";
    private static final String RESET_PEAK = "5";

    /** The most resident memory since the start or the last {@link #resetPeak}, bytes. */
    long peak() {
        try {
            return peak(Files.readAllLines(proc("status")));
        } catch (IOException notLinux) {
            return 0;
        }
    }

    static long peak(List<String> status) {
        return status.stream().filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip()) * 1024)
                .findFirst().orElse(0);
    }

    /** From now on only what comes counts for {@link #peak}. Where the system forbids that, the peak is since the start. */
    void resetPeak() {
        try {
            Files.writeString(proc("clear_refs"), RESET_PEAK);
        } catch (IOException forbidden) {
            // peak() says more than it should, never less
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
