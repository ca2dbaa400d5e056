package dev.rivulet.bench.process;

import java.util.List;
import java.util.Locale;

/** The processes of a measurement, in the order in which they start. */
public enum ProcessRole {
    SIMULATOR("dev.rivulet.bench.simulator.SimulatorMain", Options.SMALL),
    BROKER("dev.rivulet.local.cli.Rivulet", Options.DEFAULT),
    WORKER("dev.rivulet.local.cli.Rivulet", Options.DEFAULT),
    GATEWAY("dev.rivulet.local.cli.Rivulet", Options.DEFAULT),
    LOAD("dev.rivulet.bench.load.LoadMain", Options.SMALL);

    /** The processes whose cost is Rivulet's. */
    public static final List<ProcessRole> SYSTEM = List.of(WORKER, BROKER, GATEWAY);

    private final String main;
    private final List<String> options;

    ProcessRole(String main, List<String> options) {
        this.main = main;
        this.options = options;
    }

    /** As users write it and as tables show it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String main() {
        return main;
    }

    /** JVM options beside those that every process gets. */
    List<String> options() {
        return options;
    }

    private static final class Options {
        /** What ./rivulet gives the processes of a user: see there. */
        static final List<String> DEFAULT = List.of();
        /** For the measuring side: little memory, and no threads that compete with what is measured. */
        static final List<String> SMALL = List.of("-Xmx512m", "-XX:+UseSerialGC");
    }
}
