package dev.rivulet.local.ask;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Text to one stream, status to another; text is UTF-8 and visible at once, whatever the locale. */
public final class Terminal {

    private final PrintStream text;
    private final PrintStream status;
    private boolean lineOpen;

    public Terminal(PrintStream text, PrintStream status) {
        this.text = text;
        this.status = status;
    }

    /** The process's own stdout and stderr. */
    public static Terminal ofProcess() {
        return new Terminal(new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    synchronized void text(String piece) {
        text.print(piece);
        text.flush();
        lineOpen = !piece.endsWith("\n");
    }

    synchronized void newLine() {
        if (lineOpen) {
            text.println();
            text.flush();
            lineOpen = false;
        }
    }

    /** A line about what happens. */
    public synchronized void status(String line) {
        status.println(line);
    }
}
