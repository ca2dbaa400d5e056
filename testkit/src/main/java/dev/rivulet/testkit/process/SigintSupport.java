package dev.rivulet.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether SIGINT reaches child processes. A shell starts background jobs with SIGINT ignored; children inherit that,
 * and a JVM cannot undo it. GNU {@code env} can.
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

    /** Prefixes the command with {@code env --default-signal=INT} if that is needed. */
    static List<String> withDefaultSigint(List<String> command) {
        return IGNORED_BY_PARENT && CAN_BE_RESET
                ? Stream.concat(RESET_SIGINT.stream(), command.stream()).toList()
                : command;
    }

    /** Returns whether the command can be run and ends with status 0. */
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
