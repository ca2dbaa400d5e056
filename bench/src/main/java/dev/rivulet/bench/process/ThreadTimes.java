package dev.rivulet.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** CPU time of HotSpot's compiler threads, from Linux; zero on other systems. */
final class JitThreads {

    /** USER_HZ: constant for user space, whatever the kernel's tick rate. */
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private JitThreads() {}

    static Duration cpu(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(JitThreads::cpu).reduce(Duration.ZERO, Duration::plus);
        } catch (IOException | UncheckedIOException notLinux) {
            return Duration.ZERO;
        }
    }

    private static Duration cpu(Path thread) {
        try {
            return cpu(Files.readString(thread.resolve("stat")));
        } catch (IOException ended) {
            return Duration.ZERO;
        }
    }

    /** @param stat as in proc_pid_stat(5); the name is in parentheses and may contain any character */
    static Duration cpu(String stat) {
        int end = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, end);
        if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
            return Duration.ZERO;
        }
        String[] fields = stat.substring(end + 1).strip().split(" ");
        return Duration.ofNanos(
                NANOS_PER_TICK * (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])));
    }
}
