package dev.rivulet.bench.process;

import java.util.List;
import java.util.Locale;

/** The processes of a benchmark, in the order of their start. */
public enum ProcessRole {
    SIMULATOR("dev.rivulet.bench.simulator.SimulatorMain", Options.SMALL),
    BROKER("dev.rivulet.local.cli.Rivulet", Options.DEFAULT),
    WORKER("dev.rivulet.local.cli.Rivulet", Options.DEFAULT),
    GATEWAY("dev.rivulet.local.cli.Rivulet", Options.DEFAULT),
    LOAD("dev.rivulet.bench.load.LoadMain", Options.SMALL);

    /** The processes that belong to Rivulet. */
    public static final List<ProcessRole> SYSTEM = List.of(WORKER, BROKER, GATEWAY);

    private final String main;
    private final List<String> options;

    ProcessRole(String main, List<String> options) {
        this.main = main;
        this.options = options;
    }

    /** Returns the name on the command line and in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String main() {
        return main;
    }

    /** Returns JVM options in addition to those of every process. */
    List<String> options() {
        return options;
    }

    private static final class Options {
        /** As the ./rivulet script starts them. */
        static final List<String> DEFAULT = List.of();
        /** For the measuring processes: little memory, and no threads that compete with the measured processes. */
        static final List<String> SMALL = List.of("-Xmx512m", "-XX:+UseSerialGC");
    }
}
