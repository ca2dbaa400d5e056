package dev.rivulet.testkit.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a process is ready. */
public final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PAUSE_MS = 100;
    private static final int CALL_TIMEOUT_MS = 2_000;

    private Readiness() {}

    /**
     * Waits until the port accepts connections.
     *
     * @throws ProcessException if the process ends or is not ready in time
     */
    public static void port(JavaProcess child, int port) throws InterruptedException {
        await(child, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /**
     * Waits until a GET returns 200.
     *
     * @throws ProcessException if the process ends or is not ready in time
     */
    public static void http(JavaProcess child, int port, String path) throws InterruptedException {
        await(child, () -> {
            try {
                HttpURLConnection call = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL()
                        .openConnection();
                call.setConnectTimeout(CALL_TIMEOUT_MS);
                call.setReadTimeout(CALL_TIMEOUT_MS);
                boolean ready = call.getResponseCode() == HttpURLConnection.HTTP_OK;
                call.disconnect();
                return ready;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static void await(JavaProcess child, BooleanSupplier ready) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            child.requireAlive();
            if (System.nanoTime() - deadline > 0) {
                throw new ProcessException("the " + child.name() + " was not ready after " + PATIENCE.toSeconds() + " s"
                        + child.lastWords());
            }
            Thread.sleep(PAUSE_MS);
        }
    }
}
