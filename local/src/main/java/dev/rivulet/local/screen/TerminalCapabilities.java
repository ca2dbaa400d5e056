package dev.rivulet.local.screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * Who reads what a command prints.
 *
 * @param input whether stdin is a terminal
 * @param output whether stdout is one
 */
public record TerminalCapabilities(boolean input, boolean output, Map<String, String> environment) {

    /** Asks the system's own {@code test -t}: nothing native is loaded for a command in a pipe. */
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

    /** Whether somebody sits there, before a terminal whose lines can be replaced. */
    public boolean canEditLines() {
        return input && output && canMoveCursor();
    }

    /** Whether stdout shows colours: see no-color.org, and {@code TERM} of a terminal that can only print. */
    public boolean colours() {
        return output && environment.getOrDefault("NO_COLOR", "").isEmpty() && canMoveCursor();
    }

    private boolean canMoveCursor() {
        String type = environment.getOrDefault("TERM", "");
        return !type.isEmpty() && !type.startsWith("dumb");
    }
}
