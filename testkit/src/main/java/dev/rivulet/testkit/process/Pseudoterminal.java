package dev.rivulet.testkit.process;

import java.util.List;
import java.util.stream.Collectors;

/** A terminal of 24 lines with 80 columns around a process, made by {@code script} of util-linux. */
public final class Pseudoterminal {

    private Pseudoterminal() {}

    /** Whether this machine has what it takes. */
    public static boolean available() {
        return SigintSupport.works(List.of("script", "-qec", "true", "/dev/null"));
    }

    /** Interrupts are set right inside: what {@code script} itself is started with is another matter. */
    static List<String> around(List<String> command) {
        String quoted = SigintSupport.withDefaultSigint(command).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return List.of("script", "-qefc", "stty rows 24 cols 80; exec " + quoted, "/dev/null");
    }
}
