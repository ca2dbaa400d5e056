package dev.rivulet.testkit.process;

import java.util.List;
import java.util.stream.Collectors;

/** Runs a process on a terminal of 24 lines and 80 columns, with {@code script} of util-linux. */
public final class Pseudoterminal {

    private Pseudoterminal() {}

    /** Returns whether {@code script} works on this machine. */
    public static boolean available() {
        return SigintSupport.works(List.of("script", "-qec", "true", "/dev/null"));
    }

    /** Resets SIGINT for the command inside, independently of how {@code script} itself is started. */
    static List<String> around(List<String> command) {
        String quoted = SigintSupport.withDefaultSigint(command).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return List.of("script", "-qefc", "stty rows 24 cols 80; exec " + quoted, "/dev/null");
    }
}
