package dev.rivulet.bench.process;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The JVM options of each process.
 *
 * @param more further options of a role; they come last and so win
 */
record JvmOptions(Map<ProcessRole, List<String>> more) {

    List<String> of(ProcessRole role) {
        return Stream.concat(role.options().stream(), more.getOrDefault(role, List.of()).stream()).toList();
    }

    /** The heap's limit as it is set, such as {@code 512m}; {@code default} when the JVM chooses. */
    String maxHeap(ProcessRole role) {
        return of(role).stream().filter(option -> option.startsWith("-Xmx")).reduce((first, last) -> last)
                .map(option -> option.substring("-Xmx".length())).orElse("default");
    }
}
