package dev.rivulet.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts connections on a free port of loopback, and connects each with a port of loopback. One virtual thread per
 * direction. If the port refuses a connection, the client's is closed. Thread-safe.
 */
final class ProxyServer implements AutoCloseable {

    private final ServerSocket server;
    private final int targetPort;
    private final Direction requests;
    private final Direction responses;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** One direction of a connection. */
    @FunctionalInterface
    interface Direction {

        /** Passes on what is read, to its end. When it returns or throws, both sockets are closed. */
        void pass(Socket from, Socket to) throws IOException;
    }

    /** Starts to accept connections. */
    ProxyServer(int targetPort, Direction requests, Direction responses) {
        this.targetPort = targetPort;
        this.requests = requests;
        this.responses = responses;
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closed) {
                // No more connections.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            open.add(client);
            open.add(target);
            Thread.startVirtualThread(() -> pass(requests, client, target));
            Thread.startVirtualThread(() -> pass(responses, target, client));
        } catch (IOException refused) {
            client.close();
        }
    }

    private void pass(Direction direction, Socket from, Socket to) {
        try (from; to) {
            direction.pass(from, to);
        } catch (IOException gone) {
            // One end is closed, here or by the other direction.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Resets all connections that are open now. */
    void resetAll() {
        for (Socket socket : open) {
            try {
                reset(socket);
            } catch (IOException closedMeanwhile) {
                // It is closed already.
            }
        }
    }

    /** SO_LINGER of zero makes the close a reset. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
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
