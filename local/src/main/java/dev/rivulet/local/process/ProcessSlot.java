package dev.rivulet.local.process;

import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import dev.rivulet.testkit.process.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named place for one process at a time; each start creates a new process. Used by one thread; {@link #end} may be
 * called from another.
 */
public final class ProcessSlot {

    private static final Pattern WORKER = Pattern.compile("worker=(worker-[0-9a-f]{8}).*msg=\"worker started\"");

    private final String name;
    private final Function<String, Launch> next;
    private final Path directory;
    private final List<JavaProcess> all = new CopyOnWriteArrayList<>();
    private final List<JavaProcess> drained = new CopyOnWriteArrayList<>();
    private Launch launch;
    private volatile JavaProcess process;
    private int starts;

    /**
     * A program to start.
     *
     * @param port the port on which readiness is checked
     * @param http whether readiness is checked over HTTP; else the port must accept connections
     */
    public record Launch(JavaProgram program, int port, boolean http) {}

    /** @param next makes the program with the given name for its logs */
    public ProcessSlot(String name, Function<String, Launch> next, Path directory) {
        this.name = name;
        this.next = next;
        this.directory = directory;
    }

    public String name() {
        return name;
    }

    /** Starts a new process; returns at once. */
    public void start() {
        start(Variation.NONE);
    }

    /** Starts a new process that differs from the others; returns at once. */
    public void start(Variation variation) {
        launch = next.apply(name + "-" + ++starts);
        process = JavaProcess.start(launch.program().withOptions(variation.jvmOptions())
                .withEnvironment(variation.environment()), directory);
        all.add(process);
    }

    /** Returns when the process is ready. */
    public void awaitReady() throws InterruptedException {
        if (launch.http()) {
            Readiness.http(process, launch.port(), "/readyz");
        } else {
            Readiness.port(process, launch.port());
        }
    }

    /** Kills the process ({@code kill -9}); returns when it has ended. */
    public void kill() throws InterruptedException {
        process.signal("KILL");
        process.process().waitFor();
    }

    public void pause() {
        process.signal("STOP");
    }

    public void resume() {
        process.signal("CONT");
    }

    /** Tells the process to stop ({@code kill -TERM}). It may take its time: the slot can be started again at once. */
    public void drain() {
        process.signal("TERM");
        drained.add(process);
    }

    /** Waits until the process that was told to stop has ended. */
    public void awaitDrained() throws InterruptedException {
        process.process().waitFor();
    }

    /**
     * Waits until the process has ended by itself.
     *
     * @return false if it still runs after {@code patience}
     */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean alive() {
        return process.alive();
    }

    /** Returns the id that the worker in this slot generated; empty for other processes, or if it is not known yet. */
    public String workerId() {
        Matcher started = WORKER.matcher(process.err());
        return started.find() ? started.group(1) : "";
    }

    /** Returns the processes that were told to stop but did not end with status 0. */
    public List<String> badEnds() throws InterruptedException {
        List<String> bad = new ArrayList<>();
        for (JavaProcess ended : drained) {
            int status = ended.exitStatus();
            if (status != 0) {
                bad.add(ended.name() + " ended with status " + status);
            }
        }
        return bad;
    }

    /** Returns what the process holds after a garbage collection. */
    public ResourceUse resourceUse() throws InterruptedException {
        return ResourceUse.of(process.process().pid());
    }

    /** Returns the number of its open files and sockets. */
    public long openFiles() {
        return ResourceUse.openFiles(process.process().pid());
    }

    /** Returns the lines that the processes in this slot logged as errors. */
    public List<String> errors() {
        return all.stream().flatMap(log -> log.err().lines()).filter(line -> line.contains(" level=ERROR "))
                .map(line -> name + ": " + line).toList();
    }

    /** Kills the process, and those that were told to stop; returns when they have ended. */
    public void end() {
        if (process != null) {
            drained.add(process);
        }
        drained.forEach(left -> left.signal("KILL"));
        drained.forEach(left -> left.process().onExit().join());
    }
}
