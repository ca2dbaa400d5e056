package dev.rivulet.testkit.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Sends fixed bytes on one connection, then closes it, or leaves it open until the client disconnects. */
final class WireServer implements AutoCloseable {

    static final String SSE_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final ServerSocket server;
    private final CompletableFuture<Void> clientGone = new CompletableFuture<>();

    private WireServer(String response, boolean stayOpen) {
        try {
            server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> serve(response, stayOpen));
    }

    static WireServer ending(String response) {
        return new WireServer(response, false);
    }

    static WireServer open(String response) {
        return new WireServer(response, true);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/stream";
    }

    /** Completes when the client has closed a connection that was left open. */
    CompletableFuture<Void> clientGone() {
        return clientGone;
    }

    private void serve(String response, boolean stayOpen) {
        try (Socket socket = server.accept()) {
            int crlf = 0;
            while (crlf < 4) {
                int next = socket.getInputStream().read();
                crlf = next == (crlf % 2 == 0 ? '\r' : '\n') ? crlf + 1 : 0;
            }
            socket.getOutputStream().write(response.getBytes(UTF_8));
            socket.getOutputStream().flush();
            if (stayOpen) {
                awaitEnd(socket);
                clientGone.complete(null);
            }
        } catch (IOException e) {
            clientGone.completeExceptionally(e);
        }
    }

    private static void awaitEnd(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A reset is a disconnect, too.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
