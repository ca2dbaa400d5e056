package dev.rivulet.local.screen;

import java.util.Optional;

/** The output of a command: a terminal with colours and a status line, or plain text for a pipe. Thread-safe. */
public sealed interface Screen extends AutoCloseable permits TerminalScreen, PlainScreen {

    /** Returns a terminal screen if stdin and stdout are a capable terminal, else plain text. */
    static Screen ofProcess() {
        TerminalCapabilities capabilities = TerminalCapabilities.ofProcess();
        return Optional.of(capabilities).filter(TerminalCapabilities::canEditLines).flatMap(
                here -> TerminalScreen.open(here.colours())).<Screen>map(live -> live)
                .orElseGet(PlainScreen::ofProcess);
    }

    /** Writes the next piece of an answer and flushes it. Control characters are removed, see {@link SafeText}. */
    void text(String piece);

    /** Ends a line that {@link #text} left open. */
    void endLine();

    /** Writes a line of output. */
    void line(Tone tone, String line);

    /** Writes a line about what the program does; to stderr if stdout is a pipe. */
    void note(Tone tone, String line);

    /** Replaces the status line; removes it if the text is empty. Does nothing if output cannot be replaced. */
    void status(String line);

    /** Restores the terminal. */
    @Override
    void close();
}
