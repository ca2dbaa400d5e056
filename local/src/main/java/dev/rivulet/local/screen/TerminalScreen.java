package dev.rivulet.local.screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.Status;

/** A terminal: text and notes in one place, and a status line at the bottom if the terminal supports it. */
public final class TerminalScreen implements Screen {

    /**
     * Not {@code exec}, which runs {@code stty}: Ctrl-C would end that process too, as it goes to the whole foreground
     * group. If JLine's native library cannot be loaded, output is plain text.
     */
    private static final String PROVIDER = "jni";

    private final Terminal terminal;
    private final PrintWriter writer;
    private final boolean colours;
    private final Status bottom;
    private boolean lineOpen; // guarded by this
    private boolean closed; // guarded by this

    private TerminalScreen(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        this.writer = terminal.writer();
        this.colours = colours;
        this.bottom = Status.getStatus(terminal);
    }

    /**
     * Opens this process's terminal if the JVM can control it. The terminal is restored when the process ends, except
     * after {@code kill -9}.
     */
    static Optional<TerminalScreen> open(boolean colours) {
        try {
            Terminal terminal = TerminalBuilder.builder().system(true).provider(PROVIDER).dumb(true)
                    .encoding(StandardCharsets.UTF_8).build();
            if (terminal instanceof DumbTerminal) {
                terminal.close();
                return Optional.empty();
            }
            TerminalScreen screen = new TerminalScreen(terminal, colours);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(screen::close));
            return Optional.of(screen);
        } catch (IOException notUsable) {
            return Optional.empty();
        }
    }

    /** Returns the terminal, for the line editor and signals. */
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public synchronized void text(String piece) {
        String safe = SafeText.of(piece);
        if (!safe.isEmpty() && !closed) {
            writer.write(safe);
            writer.flush();
            lineOpen = !safe.endsWith("\n");
        }
    }

    @Override
    public synchronized void endLine() {
        if (lineOpen && !closed) {
            writer.println();
            writer.flush();
            lineOpen = false;
        }
    }

    @Override
    public synchronized void line(Tone tone, String line) {
        if (!closed) {
            endLine();
            writer.println(painted(tone, line));
            writer.flush();
        }
    }

    @Override
    public void note(Tone tone, String line) {
        line(tone, line);
    }

    @Override
    public synchronized void status(String line) {
        if (!closed) {
            Tone tone = colours ? Tone.NOTE : Tone.PLAIN;
            bottom.update(line.isEmpty() ? List.of() : List.of(tone.styled(line)));
        }
    }

    /** Returns the text in the colour of its tone, if colours are used. */
    public String painted(Tone tone, String text) {
        return tone.paint(text, colours);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            endLine();
            status("");
            closed = true;
            try {
                terminal.close();
            } catch (IOException gone) {
                // The terminal is gone.
            }
        }
    }
}
