package dev.rivulet.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections on a port of loopback, and serves each on a virtual thread of its own. Thread-safe. */
public abstract class LoopbackServer implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Binds a free port. Clients can connect, and are served from {@link #start} on. */
    protected LoopbackServer() {
        this(0);
    }

    /**
     * Binds a port.
     *
     * @param port 0: a free one
     * @throws UncheckedIOException if it is taken
     */
    protected LoopbackServer(int port) {
        try {
            server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot listen on port " + port + ": " + failure.getMessage(), failure);
        }
    }

    /** Starts to serve connections. Constructors call it last. */
    protected final void start() {
        Thread.startVirtualThread(this::accept);
    }

    /** Serves a connection. When it returns or throws, the connection is closed. */
    protected abstract void serve(Socket client) throws IOException;

    /** Returns the sockets that {@link #close} closes: those of clients, and what is added. */
    protected final Set<Socket> open() {
        return open;
    }

    public final int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.startVirtualThread(() -> serveAndClose(client));
            } catch (IOException closed) {
                // No more connections.
            }
        }
    }

    private void serveAndClose(Socket client) {
        try (client) {
            serve(client);
        } catch (IOException gone) {
            // The connection was closed, here or by the client.
        } finally {
            open.remove(client);
        }
    }

    /** Accepts no more connections, and closes all. */
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
