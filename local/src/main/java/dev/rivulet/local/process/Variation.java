package dev.rivulet.local.process;

import java.util.List;
import java.util.Map;

/**
 * How one start of a process differs from the others.
 *
 * @param jvmOptions they override those of the slot
 * @param environment in addition to that of the slot
 */
public record Variation(List<String> jvmOptions, Map<String, String> environment) {

    public static final Variation NONE = new Variation(List.of(), Map.of());

    public Variation {
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
    }
}
