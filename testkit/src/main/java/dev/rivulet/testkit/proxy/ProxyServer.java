package dev.rivulet.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Connects each connection with a port of loopback. One virtual thread per direction. If the port refuses a connection,
 * the client's is closed. Thread-safe.
 */
final class ProxyServer extends LoopbackServer {

    private final int targetPort;
    private final Direction requests;
    private final Direction responses;

    /** One direction of a connection. */
    @FunctionalInterface
    interface Direction {

        /** Passes on what is read, to its end. When it returns or throws, both sockets are closed. */
        void pass(Socket from, Socket to) throws IOException;
    }

    /** Starts to accept connections on a free port. */
    ProxyServer(int targetPort, Direction requests, Direction responses) {
        this(0, targetPort, requests, responses);
    }

    /** Starts to accept connections. */
    ProxyServer(int port, int targetPort, Direction requests, Direction responses) {
        super(port);
        this.targetPort = targetPort;
        this.requests = requests;
        this.responses = responses;
        start();
    }

    @Override
    protected void serve(Socket client) throws IOException {
        Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        open().add(target);
        Thread.startVirtualThread(() -> pass(responses, target, client));
        pass(requests, client, target);
    }

    private void pass(Direction direction, Socket from, Socket to) {
        try (from; to) {
            direction.pass(from, to);
        } catch (IOException gone) {
            // One end is closed, here or by the other direction.
        } finally {
            open().remove(from);
            open().remove(to);
        }
    }

    /** Resets all connections that are open now. */
    void resetAll() {
        for (Socket socket : open()) {
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
}
