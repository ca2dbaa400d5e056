package dev.rivulet.local.screen;

import java.util.Optional;

/** Where a command shows what comes: a terminal with colours and a status line, or plain text for a pipe. Thread-safe. */
public sealed interface Screen extends AutoCloseable permits TerminalScreen, PlainScreen {

    /** A terminal when somebody sits before one that can do more than print, else plain text. */
    static Screen ofProcess() {
        TerminalCapabilities capabilities = TerminalCapabilities.ofProcess();
        return Optional.of(capabilities).filter(TerminalCapabilities::canEditLines).flatMap(
                here -> TerminalScreen.open(here.colours())).<Screen>map(live -> live)
                .orElseGet(PlainScreen::ofProcess);
    }

    /** The next words of an answer, visible at once. What a terminal would obey is left out, see {@link SafeText}. */
    void text(String piece);

    /** Ends the line that {@link #text} left open, if it did. */
    void endLine();

    /** A line of output, on a line of its own. */
    void line(Tone tone, String line);

    /** A line about what happens, on a line of its own; beside the output where that is a pipe. */
    void note(Tone tone, String line);

    /** Shows, instead of what it showed before, how things stand now; empty: nothing. Only where it can be replaced. */
    void status(String line);

    /** Leaves the terminal as it was. */
    @Override
    void close();
}
