package dev.rivulet.local.chaos.process;

import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.JavaProgram;
import dev.rivulet.testkit.process.Readiness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the fleet: one process at a time fills it, and each is followed by a new one. Used by one thread; {@link #end} may
 * come from another. */
public final class ProcessSlot {

    private static final Pattern WORKER = Pattern.compile("worker=(worker-[0-9a-f]{8}).*msg=\"worker started\"");

    private final String name;
    private final Function<String, Launch> next;
    private final Path directory;
    private final List<JavaProcess> drained = new CopyOnWriteArrayList<>();
    private Launch launch;
    private volatile JavaProcess process;
    private int starts;

    /**
     * What fills a slot next.
     *
     * @param port where readiness is asked for
     * @param http whether it is asked for over HTTP; else an open port is all there is
     */
    record Launch(JavaProgram program, int port, boolean http) {}

    /** @param next makes a program of a name for its logs */
    ProcessSlot(String name, Function<String, Launch> next, Path directory) {
        this.name = name;
        this.next = next;
        this.directory = directory;
    }

    public String name() {
        return name;
    }

    /** Starts the next process; returns at once. */
    public void start() {
        launch = next.apply(name + "-" + ++starts);
        process = JavaProcess.start(launch.program(), directory);
    }

    /** Returns when the process does its work. */
    public void awaitReady() throws InterruptedException {
        if (launch.http()) {
            Readiness.http(process, launch.port(), "/readyz");
        } else {
            Readiness.port(process, launch.port());
        }
    }

    /** {@code kill -9}; returns when the process is gone. */
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

    /** Tells the process to end; it may take its time, and the slot can be filled again at once. */
    public void drain() {
        process.signal("TERM");
        drained.add(process);
    }

    /** Waits until the process that was told to end is gone. */
    public void awaitDrained() throws InterruptedException {
        process.process().waitFor();
    }

    public boolean alive() {
        return process.alive();
    }

    /** The id that the worker in this slot gave itself; empty for another process, or one that has not come so far. */
    public String workerId() {
        Matcher started = WORKER.matcher(process.err());
        return started.find() ? started.group(1) : "";
    }

    /** Those that were told to end and did not end well, or not at all. */
    List<String> badEnds() throws InterruptedException {
        List<String> bad = new ArrayList<>();
        for (JavaProcess ended : drained) {
            int status = ended.exitStatus();
            if (status != 0) {
                bad.add(ended.name() + " ended with status " + status);
            }
        }
        return bad;
    }

    void end() {
        if (process != null) {
            drained.add(process);
        }
        drained.forEach(left -> left.signal("KILL"));
        drained.forEach(left -> left.process().onExit().join());
    }
}
