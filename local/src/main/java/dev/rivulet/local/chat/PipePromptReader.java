package dev.rivulet.local.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * Reads a prompt from each non-blank line of a stream; its end ends the conversation. Reading is not interruptible, so
 * it runs on its own thread; waiting for a line is.
 */
final class PipePromptReader implements PromptReader {

    private final BlockingQueue<Input> inputs = new SynchronousQueue<>();

    PipePromptReader(InputStream lines) {
        Thread.ofPlatform().daemon().name("stdin").start(() -> read(lines));
    }

    @Override
    public Input next() {
        try {
            return inputs.take();
        } catch (InterruptedException told) {
            return new Input.Quit();
        }
    }

    private void read(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (!line.isBlank()) {
                    inputs.put(new Input.Line(line));
                }
                line = lines.readLine();
            }
            inputs.put(new Input.EndOfInput());
        } catch (IOException gone) {
            offerEnd();
        } catch (InterruptedException unused) {
            Thread.currentThread().interrupt();
        }
    }

    private void offerEnd() {
        try {
            inputs.put(new Input.EndOfInput());
        } catch (InterruptedException unused) {
            Thread.currentThread().interrupt();
        }
    }
}
