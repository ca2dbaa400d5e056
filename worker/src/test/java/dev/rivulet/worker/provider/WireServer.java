package dev.rivulet.worker.provider;

import dev.rivulet.testkit.proxy.LoopbackServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/** An HTTP server that sends exactly the bytes it is told to, so that a test decides what is on the wire. */
public final class WireServer extends LoopbackServer {

    /** What follows the last byte. */
    public enum Then {
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
    public record Wire(String head, List<byte[]> parts, Then then) {

        /** A whole response. */
        public static Wire answer(int status, String type, String body) {
            return new Wire(head(status, type), body.isEmpty() ? List.of() : parts(body), Then.END_BODY);
        }

        /** @param headers more than the two that are needed, such as {@code Retry-After: 3} */
        public static String head(int status, String type, String... headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: " + type
                    + "\r\nTransfer-Encoding: chunked\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return head.append("\r\n").toString();
        }

        public static List<byte[]> parts(String... parts) {
            return Stream.of(parts).map(part -> part.getBytes(StandardCharsets.UTF_8)).toList();
        }

        /** Each byte a part of its own. */
        public static List<byte[]> bytes(String text) {
            List<byte[]> single = new ArrayList<>();
            for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
                single.add(new byte[]{one});
            }
            return single;
        }
    }

    /** The head and body of each request. */
    public final List<String> requests = new CopyOnWriteArrayList<>();
    /** Completes when a client closed a connection that was left open. */
    public final CompletableFuture<Void> closedByClient = new CompletableFuture<>();
    private final Function<String, Wire> wires;

    public WireServer(Wire wire) {
        this(request -> wire);
    }

    /** @param wires chooses the response by the request's head and body */
    public WireServer(Function<String, Wire> wires) {
        this.wires = wires;
        start();
    }

    /** Without a path. */
    public String address() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    protected void serve(Socket socket) {
        Wire wire = null;
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (readRequest(in)) {
                wire = wires.apply(requests.getLast());
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
            // The client may close while this still writes.
            if (wire != null && wire.then() == Then.STALL) {
                closedByClient.complete(null);
            }
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
}
