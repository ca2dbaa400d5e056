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
public final class SigintSupport {

    private static final List<String> RESET_SIGINT = List.of("env", "--default-signal=INT");
    private static final long SIGINT_BIT = 1L << 1;
    private static final boolean IGNORED_BY_PARENT = ignoredByParent();
    private static final boolean CAN_BE_RESET = !IGNORED_BY_PARENT
            || works(Stream.concat(RESET_SIGINT.stream(), Stream.of("true")).toList());

    private SigintSupport() {}

    public static boolean reachesChildren() {
        return CAN_BE_RESET;
    }

    /** The command, made to heed SIGINT where that takes something. */
    static List<String> withDefaultSigint(List<String> command) {
        return IGNORED_BY_PARENT && CAN_BE_RESET
                ? Stream.concat(RESET_SIGINT.stream(), command.stream()).toList()
                : command;
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

    private static boolean ignoredByParent() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
        } catch (IOException notLinux) {
            return false;
        }
    }
}
