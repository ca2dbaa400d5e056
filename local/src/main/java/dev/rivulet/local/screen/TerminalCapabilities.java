package dev.rivulet.local.screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * What the terminal of this process can do.
 *
 * @param input whether stdin is a terminal
 * @param output whether stdout is a terminal
 */
public record TerminalCapabilities(boolean input, boolean output, Map<String, String> environment) {

    /** JLine's {@code exec} provider runs {@code test -t}: no native library is loaded for a command in a pipe. */
    private static final String PROVIDER = "exec";

    public static TerminalCapabilities ofProcess() {
        try {
            TerminalProvider system = TerminalProvider.load(PROVIDER);
            return new TerminalCapabilities(system.isSystemStream(SystemStream.Input),
                    system.isSystemStream(SystemStream.Output), System.getenv());
        } catch (IOException notThere) {
            throw new UncheckedIOException(notThere);
        }
    }

    /** Returns whether stdin and stdout are a terminal that can move its cursor. */
    public boolean canEditLines() {
        return input && output && canMoveCursor();
    }

    /** Returns whether to use colours, see no-color.org; never if {@code TERM} is {@code dumb}. */
    public boolean colours() {
        return output && environment.getOrDefault("NO_COLOR", "").isEmpty() && canMoveCursor();
    }

    private boolean canMoveCursor() {
        String type = environment.getOrDefault("TERM", "");
        return !type.isEmpty() && !type.startsWith("dumb");
    }
}
