package dev.rivulet.worker.provider.openai;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that sends exactly the bytes it is told to, so that a test decides what is on the wire. */
final class WireServer implements AutoCloseable {

    /** What follows the last byte. */
    enum Then {
        /** The end of the chunked body; the connection stays. */
        END_BODY,
        /** The connection is closed, wherever it is. */
        CUT,
        /** Nothing: the connection stays open until the client closes it. */
        STALL
    }

    /**
     * @param head status line and headers, empty for none
     * @param parts what is written, each with a flush of its own
     */
    record Wire(String head, List<byte[]> parts, Then then) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    /** The head and body of each request. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Completes when a client closed a connection that was left open. */
    final CompletableFuture<Void> closedByClient = new CompletableFuture<>();
    private final Wire wire;

    WireServer(Wire wire) throws IOException {
        this.wire = wire;
        Thread.startVirtualThread(this::accept);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (readRequest(in)) {
                out.write(wire.head().getBytes(StandardCharsets.UTF_8));
                for (byte[] part : wire.parts()) {
                    out.write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
                    out.write(part);
                    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                switch (wire.then()) {
                    case END_BODY -> out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    case CUT -> {
                        return;
                    }
                    case STALL -> awaitClose(in);
                }
            }
        } catch (IOException gone) {
            // The client may go whenever it likes.
        }
    }

    private void awaitClose(InputStream in) throws IOException {
        try {
            if (in.read() < 0) {
                closedByClient.complete(null);
            }
        } catch (SocketException reset) {
            closedByClient.complete(null);
        }
    }

    private boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        int length = head.toString().lines().filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim())).findFirst().orElse(0);
        requests.add(head + new String(in.readNBytes(length), StandardCharsets.UTF_8));
        return true;
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
