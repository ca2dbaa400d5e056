package dev.rivulet.local.screen;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes text to one stream and notes to another, without colours. Both are UTF-8 whatever the locale, and flushed at
 * once.
 */
public final class PlainScreen implements Screen {

    private final PrintStream text;
    private final PrintStream notes;
    private boolean lineOpen; // guarded by this

    public PlainScreen(PrintStream text, PrintStream notes) {
        this.text = text;
        this.notes = notes;
    }

    /** Returns a screen on this process's stdout and stderr. */
    public static PlainScreen ofProcess() {
        return new PlainScreen(new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void text(String piece) {
        String safe = SafeText.of(piece);
        if (!safe.isEmpty()) {
            text.print(safe);
            text.flush();
            lineOpen = !safe.endsWith("\n");
        }
    }

    @Override
    public synchronized void endLine() {
        if (lineOpen) {
            text.print('\n');
            text.flush();
            lineOpen = false;
        }
    }

    @Override
    public synchronized void line(Tone tone, String line) {
        endLine();
        text.print(line + '\n');
        text.flush();
    }

    @Override
    public synchronized void note(Tone tone, String line) {
        endLine();
        notes.print(line + '\n');
        notes.flush();
    }

    @Override
    public void status(String line) {
        // Output to a pipe cannot be replaced.
    }

    @Override
    public void close() {
        // The streams belong to the process.
    }
}
