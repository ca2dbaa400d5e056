package dev.rivulet.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU time of the threads of a JVM by what they do, from Linux; nothing on other systems. */
final class ThreadTimes {

    static final String COMPILER = "compiler";
    private static final String OTHER = "other";
    /** By how names begin, of which Linux has 15 characters. */
    private static final Map<String, String> KINDS = Map.of("C1 CompilerThre", COMPILER, "C2 CompilerThre", COMPILER,
            "rivulet-worker-", "coordination", "vert.x-eventloo", "eventLoop", "chunk-tailer", "tail",
            "kafka-producer-", "producer", "delta-timer", "deltaTimer");

    /** USER_HZ: constant for user space, whatever the kernel's tick rate. */
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ThreadTimes() {}

    /** Returns the time of each kind of thread since the start of the process. */
    static Map<String, Duration> of(long pid) {
        Map<String, Duration> times = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.forEach(thread -> add(thread, times));
        } catch (IOException | UncheckedIOException notLinux) {
            return Map.of();
        }
        return times;
    }

    private static void add(Path thread, Map<String, Duration> times) {
        try {
            add(Files.readString(thread.resolve("stat")), times);
        } catch (IOException ended) {
            // It takes its time with it.
        }
    }

    /** @param stat as in proc_pid_stat(5); the name is in parentheses and may contain any character */
    static void add(String stat, Map<String, Duration> times) {
        int end = stat.lastIndexOf(')');
        String kind = KINDS.getOrDefault(stat.substring(stat.indexOf('(') + 1, end), OTHER);
        String[] fields = stat.substring(end + 1).strip().split(" ");
        times.merge(kind, Duration.ofNanos(
                NANOS_PER_TICK * (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))),
                Duration::plus);
    }
}
