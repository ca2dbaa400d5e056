package dev.rivulet.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of a process, from Linux; zero on other systems. */
record ProcessMemory(long pid) {

    private static final String PEAK = "VmHWM:";
    private static final String OPEN_FILES = "Max open files";
    private static final String RESET_PEAK = "5";

    /** Returns the peak resident memory in bytes, since the start or the last {@link #resetPeak}. */
    long peak() {
        try {
            return peak(Files.readAllLines(proc("status")));
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Returns the memory after a full collection. */
    MemoryUse afterGc() {
        Jcmd.run(pid, "GC.run");
        String heap = Jcmd.run(pid, "GC.heap_info");
        try {
            return MemoryUse.of(heap, Files.readAllLines(proc("smaps")));
        } catch (IOException notLinux) {
            return MemoryUse.of(heap, List.of());
        }
    }

    /** Returns how many files and sockets the process may have open; {@link Long#MAX_VALUE} if unknown. */
    long mostOpenFiles() {
        try {
            return mostOpenFiles(Files.readAllLines(proc("limits")));
        } catch (IOException notLinux) {
            return Long.MAX_VALUE;
        }
    }

    static long mostOpenFiles(List<String> limits) {
        return limits.stream().filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+")[0])
                .filter(soft -> !soft.equals("unlimited")).mapToLong(Long::parseLong).findFirst()
                .orElse(Long.MAX_VALUE);
    }

    static long peak(List<String> status) {
        return status.stream().filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip()) * 1024)
                .findFirst().orElse(0);
    }

    /** Resets the peak. Does nothing if the system forbids it. */
    void resetPeak() {
        try {
            Files.writeString(proc("clear_refs"), RESET_PEAK);
        } catch (IOException forbidden) {
            // peak() is then too high, never too low
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
