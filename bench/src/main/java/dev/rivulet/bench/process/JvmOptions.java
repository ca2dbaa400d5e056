package dev.rivulet.bench.process;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The JVM options of each role.
 *
 * @param more further options; they come last and so override others
 */
record JvmOptions(Map<ProcessRole, List<String>> more) {

    List<String> of(ProcessRole role) {
        return Stream.concat(role.options().stream(), more.getOrDefault(role, List.of()).stream()).toList();
    }

    /** Returns the configured heap limit, such as {@code 512m}; {@code default} if there is none. */
    String maxHeap(ProcessRole role) {
        return of(role).stream().filter(option -> option.startsWith("-Xmx")).reduce((first, last) -> last)
                .map(option -> option.substring("-Xmx".length())).orElse("default");
    }
}
