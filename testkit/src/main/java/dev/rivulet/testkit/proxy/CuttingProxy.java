package dev.rivulet.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TCP proxy that resets a connection when a given text has passed through it to the client. One virtual thread per
 * direction. Thread-safe.
 */
public final class CuttingProxy implements AutoCloseable {

    private static final int READ = 8 << 10;
    private static final int LONGEST = 64;

    private final AtomicReference<String> cutBehind = new AtomicReference<>(); // null if no reset is pending
    private final ProxyServer server;

    private CuttingProxy(int port, int targetPort) {
        server = new ProxyServer(port, targetPort, (client, target) -> client.getInputStream().transferTo(
                target.getOutputStream()), this::passResponse);
    }

    /** Starts a proxy on a free port of loopback. */
    public static CuttingProxy to(int targetPort) {
        return new CuttingProxy(0, targetPort);
    }

    /**
     * Starts a proxy on a port of loopback.
     *
     * @param port 0: a free one
     * @throws java.io.UncheckedIOException if it is taken
     */
    public static CuttingProxy at(int port, int targetPort) {
        return new CuttingProxy(port, targetPort);
    }

    public int port() {
        return server.port();
    }

    /**
     * Resets the next connection on which this text reaches the client, once. The text itself is still delivered.
     *
     * @param text ASCII, at most 64 characters
     */
    public void cutBehind(String text) {
        cutBehind.set(text);
    }

    /** Resets all connections that are open now. */
    public void cutAll() {
        server.resetAll();
    }

    /** Returns whether the reset has happened. */
    public boolean hasCut() {
        return cutBehind.get() == null;
    }

    private void passResponse(Socket target, Socket client) throws IOException {
        byte[] bytes = new byte[READ];
        String passed = "";
        InputStream in = target.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            out.write(bytes, 0, read);
            passed = end(passed) + new String(bytes, 0, read, StandardCharsets.US_ASCII);
            if (isToBeCut(passed)) {
                ProxyServer.reset(client);
                return;
            }
        }
    }

    /** Keeps the end of what has passed: the text may be split over two reads. */
    private static String end(String passed) {
        return passed.substring(Math.max(0, passed.length() - LONGEST));
    }

    private boolean isToBeCut(String passed) {
        String wanted = cutBehind.get();
        return wanted != null && passed.contains(wanted) && cutBehind.compareAndSet(wanted, null);
    }

    @Override
    public void close() {
        server.close();
    }
}
