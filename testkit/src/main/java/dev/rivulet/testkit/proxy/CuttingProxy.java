package dev.rivulet.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TCP proxy that resets a connection when a given text has passed through it to the client. One virtual thread per
 * direction. Thread-safe.
 */
public final class CuttingProxy implements AutoCloseable {

    private static final int READ = 8 << 10;
    private static final int LONGEST = 64;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> cutBehind = new AtomicReference<>(); // null if no reset is pending

    private CuttingProxy(ServerSocket server, int targetPort) {
        this.server = server;
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    }

    /** Starts a proxy on a free port of loopback. */
    public static CuttingProxy to(int targetPort) {
        try {
            CuttingProxy proxy = new CuttingProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), targetPort);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return server.getLocalPort();
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
        for (Socket socket : open) {
            try {
                reset(socket);
            } catch (IOException closedMeanwhile) {
                // It is cut already.
            }
        }
    }

    /** Returns whether the reset has happened. */
    public boolean hasCut() {
        return cutBehind.get() == null;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket upstream = new Socket();
                open.add(client);
                open.add(upstream);
                upstream.connect(target);
                Thread.startVirtualThread(() -> pass(client, upstream, false));
                Thread.startVirtualThread(() -> pass(upstream, client, true));
            } catch (IOException closedOrRefused) {
                // The client sees a closed connection.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean mayCut) {
        byte[] bytes = new byte[READ];
        String passed = "";
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                out.write(bytes, 0, read);
                passed = end(passed) + new String(bytes, 0, read, StandardCharsets.US_ASCII);
                if (mayCut && isToBeCut(passed)) {
                    reset(to);
                    return;
                }
            }
        } catch (IOException gone) {
            // One end is closed, here or by the other direction.
        } finally {
            open.remove(from);
            open.remove(to);
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

    /** SO_LINGER of zero makes the close a reset. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
