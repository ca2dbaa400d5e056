package dev.rivulet.local.chaos.request;

import dev.rivulet.local.chaos.request.HostileExchange.End;
import dev.rivulet.local.chaos.request.HostileExchange.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Performs one exchange. A connection that the gateway closes ends it: that is the gateway's right. */
final class HostileConnection {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);
    private static final int KEPT = 64 << 10;
    private static final int BUFFER = 16 << 10;

    private HostileConnection() {}

    /** Returns the beginning of what the gateway has sent, one character for each byte. */
    static String perform(HostileExchange exchange, URI gateway) throws InterruptedException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), CONNECT_TIMEOUT_MS);
            for (Step step : exchange.steps()) {
                switch (step) {
                    case Step.Send send -> socket.getOutputStream().write(send.bytes());
                    case Step.Pause pause -> Thread.sleep(pause.length());
                    case Step.Read read -> receive(socket, read, received);
                }
            }
            end(exchange.end(), socket, received);
        } catch (IOException closed) {
            // By the gateway, or it has accepted no connection.
        }
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private static void end(End end, Socket socket, ByteArrayOutputStream received) throws IOException {
        switch (end) {
            case CLOSE -> {
            }
            case RESET -> socket.setSoLinger(true, 0);
            case HALF_CLOSE -> {
                socket.shutdownOutput();
                receive(socket, new Step.Read(Integer.MAX_VALUE, Duration.ofMillis(500)), received);
            }
        }
    }

    private static void receive(Socket socket, Step.Read read, ByteArrayOutputStream received) throws IOException {
        socket.setSoTimeout(Math.toIntExact(read.silence().toMillis()));
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[BUFFER];
        long end = System.nanoTime() + LONGEST_READ.toNanos();
        try {
            for (int left = read.bytes(); left > 0 && System.nanoTime() - end < 0;) {
                int count = in.read(buffer, 0, Math.min(left, buffer.length));
                if (count < 0) {
                    return;
                }
                left -= count;
                received.write(buffer, 0, Math.min(count, Math.max(0, KEPT - received.size())));
            }
        } catch (SocketTimeoutException silence) {
            // Enough.
        }
    }
}
