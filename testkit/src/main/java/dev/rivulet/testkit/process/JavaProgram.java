package dev.rivulet.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Java program to start with this process's Java and class path.
 *
 * @param name of its log files; unique in their directory
 * @param main the main class
 * @param jvmOptions a later option overrides an earlier one
 * @param environment in addition to the inherited one
 */
public record JavaProgram(String name, String main, List<String> jvmOptions, List<String> arguments,
        Map<String, String> environment) {

    private static final int UNSAFE_WARNS_SINCE = 24;

    public JavaProgram {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static JavaProgram of(String name, String main, String... arguments) {
        return new JavaProgram(name, main, List.of(), List.of(arguments), Map.of());
    }

    /** Adds JVM options after the existing ones. */
    public JavaProgram withOptions(List<String> more) {
        return new JavaProgram(name, main, Stream.concat(jvmOptions.stream(), more.stream()).toList(), arguments,
                environment);
    }

    public JavaProgram withEnvironment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new JavaProgram(name, main, jvmOptions, arguments, all);
    }

    /**
     * Returns the command line.
     *
     * @param temp the program's temporary directory
     */
    List<String> line(Path temp) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            line.add("--sun-misc-unsafe-memory-access=allow");
        }
        line.addAll(jvmOptions);
        line.add("-Djava.io.tmpdir=" + temp);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        line.addAll(arguments);
        return line;
    }
}
