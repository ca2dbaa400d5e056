package dev.rivulet.local.process;

import dev.rivulet.testkit.process.JavaProgram;
import java.util.List;

/** A command of {@code ./rivulet} as a program of its own, with this process's Java and class path. */
public final class RivuletProgram {

    private static final String MAIN = "dev.rivulet.local.cli.Rivulet";
    /** Small, because many JVMs share one machine; else as {@code ./rivulet} starts them. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx320m", "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final String MAIN_OF_CHILD = "dev.rivulet.local.cli.ChildMain";

    private RivuletProgram() {}

    /**
     * Returns the program.
     *
     * @param name of its log files; unique in their directory
     * @param command the name of the command and its arguments
     */
    public static JavaProgram of(String name, String... command) {
        return JavaProgram.of(name, MAIN, command).withOptions(JVM_OPTIONS);
    }

    /** Returns a program that ends as soon as the process that started it does, however that ends. */
    public static JavaProgram endingWithThisProcess(String name, String... command) {
        return JavaProgram.of(name, MAIN_OF_CHILD, command).withOptions(JVM_OPTIONS);
    }
}
