package dev.rivulet.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * A time in which a network loses every packet: connections stay open, nothing passes, and the end of one side does not
 * reach the other. Connections that it hit are closed after it. Thread-safe.
 */
final class Silence {

    private static final int READ = 8 << 10;

    private volatile CountDownLatch over = new CountDownLatch(0);

    void begin() {
        over = new CountDownLatch(1);
    }

    void end() {
        over.countDown();
    }

    /**
     * Waits if there is silence.
     *
     * @throws IOException if there was: what was lost cannot be passed on
     */
    void await() throws IOException {
        CountDownLatch end = over;
        if (end.getCount() == 0) {
            return;
        }
        try {
            end.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("lost");
    }

    /** Passes on what is read, to its end. Waits only while {@code hit} says that this connection is hit. */
    void pass(Socket from, Socket to, BooleanSupplier hit) throws IOException {
        byte[] bytes = new byte[READ];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            if (hit.getAsBoolean()) {
                await();
            }
            out.write(bytes, 0, read);
        }
        if (hit.getAsBoolean()) {
            await();
        }
    }
}
