package dev.rivulet.bench.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the child processes are started: with this process's own Java and class path.
 *
 * @param more further JVM options of a role; they come last and so win
 * @param temp where the processes put their temporary files
 */
record JavaCommand(Map<Role, List<String>> more, Path temp) {

    private static final int UNSAFE_WARNS_SINCE = 24;

    List<String> line(Role role, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options(role));
        line.add("-Djava.io.tmpdir=" + temp);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), role.main()));
        line.addAll(arguments);
        return line;
    }

    private List<String> options(Role role) {
        List<String> common = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            common.add("--sun-misc-unsafe-memory-access=allow");
        }
        return Stream.of(common, role.options(), more.getOrDefault(role, List.of())).flatMap(List::stream).toList();
    }

    /** The heap's limit as it is set, such as {@code 512m}; {@code default} when the JVM chooses. */
    String maxHeap(Role role) {
        return options(role).stream().filter(option -> option.startsWith("-Xmx")).reduce((first, last) -> last)
                .map(option -> option.substring("-Xmx".length())).orElse("default");
    }
}
