package dev.rivulet.testkit.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rivulet.testkit.proxy.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Sends fixed bytes on a connection, then closes it, or leaves it open until the client disconnects. */
final class WireServer extends LoopbackServer {

    static final String SSE_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private final String response;
    private final boolean stayOpen;
    private final CompletableFuture<Void> clientGone = new CompletableFuture<>();

    private WireServer(String response, boolean stayOpen) {
        this.response = response;
        this.stayOpen = stayOpen;
        start();
    }

    static WireServer ending(String response) {
        return new WireServer(response, false);
    }

    static WireServer open(String response) {
        return new WireServer(response, true);
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/stream";
    }

    /** Completes when the client has closed a connection that was left open. */
    CompletableFuture<Void> clientGone() {
        return clientGone;
    }

    @Override
    protected void serve(Socket socket) {
        try {
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
}
