package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;

import dev.rivulet.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A process that a test talks to, over pipes or a terminal. */
final class Dialogue implements AutoCloseable {

    static final String CTRL_C = "\u0003";
    static final String CTRL_D = "\u0004";
    static final String ENTER = "\r";

    private final JavaProcess process;
    private final StringBuffer shown = new StringBuffer();
    private volatile boolean ended;
    private int seen; // of what is shown

    Dialogue(JavaProcess process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Says something: words, or keys. */
    Dialogue say(String words) {
        try {
            OutputStream input = process.process().getOutputStream();
            input.write(words.getBytes(StandardCharsets.UTF_8));
            input.flush();
            return this;
        } catch (IOException gone) {
            throw new UncheckedIOException(process.name() + " does not listen" + process.lastWords(), gone);
        }
    }

    /** Waits until it shows something, behind what was waited for before. */
    Dialogue awaitShown(String text) {
        await().failFast("it ended first",
                () -> ended && shown.indexOf(text, seen) < 0)
                .until(() -> shown.indexOf(text, seen) >= 0);
        seen = shown.indexOf(text, seen) + text.length();
        return this;
    }

    /** No more to say: the end of its input. */
    Dialogue hangUp() {
        try {
            process.process().getOutputStream().close();
            return this;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Everything it showed until its end. */
    String toItsEnd() {
        await().until(() -> ended);
        return shown.toString();
    }

    JavaProcess process() {
        return process;
    }

    private void read() {
        try (Reader output = new InputStreamReader(process.process().getInputStream(), StandardCharsets.UTF_8)) {
            char[] piece = new char[4096];
            for (int length = output.read(piece); length >= 0; length = output.read(piece)) {
                shown.append(piece, 0, length);
            }
        } catch (IOException gone) {
            // As its end.
        } finally {
            ended = true;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
