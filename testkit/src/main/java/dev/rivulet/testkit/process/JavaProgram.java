package dev.rivulet.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Java program to be started with this process's own Java and class path.
 *
 * @param name        of its log files; unique among those in one directory
 * @param main        the main class
 * @param jvmOptions  the last one of a kind wins
 * @param environment set in addition to what is inherited
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

    /** Adds options after those there are. */
    public JavaProgram withOptions(List<String> more) {
        return new JavaProgram(name, main, Stream.concat(jvmOptions.stream(), more.stream()).toList(), arguments,
                environment);
    }

    public JavaProgram withEnvironment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new JavaProgram(name, main, jvmOptions, arguments, all);
    }

    /** @param temp where the program puts its temporary files */
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
