package dev.rivulet.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a process that is started here can be told by SIGINT. A shell's background jobs ignore it, and so do their
 * children, for ever: a JVM that was started so cannot even ask for it. GNU's {@code env} can undo that.
 */
public final class Interrupts {

    private static final List<String> HEED = List.of("env", "--default-signal=INT");
    private static final long SIGINT_BIT = 1L << 1;
    private static final boolean IGNORED_HERE = ignoredHere();
    private static final boolean CAN_BE_HEEDED = !IGNORED_HERE
            || works(Stream.concat(HEED.stream(), Stream.of("true")).toList());

    private Interrupts() {}

    public static boolean reachChildren() {
        return CAN_BE_HEEDED;
    }

    /** The command, made to heed SIGINT where that takes something. */
    static List<String> heeding(List<String> command) {
        return IGNORED_HERE && CAN_BE_HEEDED ? Stream.concat(HEED.stream(), command.stream()).toList() : command;
    }

    /** Whether a command can be run, and ends with 0. */
    static boolean works(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean ignoredHere() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
        } catch (IOException notLinux) {
            return false;
        }
    }
}
