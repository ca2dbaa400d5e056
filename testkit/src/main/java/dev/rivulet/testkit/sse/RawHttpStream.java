package dev.rivulet.testkit.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One HTTP/1.1 exchange over a plain socket, for tests that check the bytes on the wire. It reads only when asked, on
 * the calling thread: otherwise it is a client that does not read. Not thread-safe.
 *
 * <p>Timeouts are thrown as {@link UncheckedIOException} with a {@link SocketTimeoutException}.
 */
public final class RawHttpStream implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int READ_SIZE = 8_192;
    private static final int SMALL_RECEIVE_BUFFER = 4_096;

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean eof;

    private RawHttpStream(URI uri, String request) {
        try {
            // Small, so that the server soon notices a client that does not read.
            socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(UTF_8));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    public static RawHttpStream get(String url, Map<String, String> headers) {
        URI uri = URI.create(url);
        return new RawHttpStream(uri, head("GET", uri, headers) + "\r\n");
    }

    public static RawHttpStream post(String url, String json, Map<String, String> headers) {
        URI uri = URI.create(url);
        return new RawHttpStream(uri, head("POST", uri, headers) + "Content-Type: application/json\r\nContent-Length: "
                + json.getBytes(UTF_8).length + "\r\n\r\n" + json);
    }

    /** Returns the status line and the headers as sent, without the empty line after them. */
    public String head(Duration timeout) {
        readUntil(bytes -> bytes.indexOf("\r\n\r\n") >= 0, timeout);
        String all = received.toString(UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new UncheckedIOException(new IOException("closed before the end of the headers: " + all));
        }
        return all.substring(0, end);
    }

    /** Reads until the body contains the text or ends; returns the body so far. */
    public String bodyUntil(String text, Duration timeout) {
        readUntil(all -> body().complete() || body().text().contains(text), timeout);
        return body().text();
    }

    /** Reads until the body is complete or the connection is closed. */
    public RawBody bodyToEnd(Duration timeout) {
        readUntil(all -> body().complete(), timeout);
        return body();
    }

    /** Reads until the server has closed the connection. */
    public void awaitClosed(Duration timeout) {
        readUntil(all -> false, timeout);
    }

    /** Returns everything received so far, including the head and the chunk sizes. */
    public byte[] wire() {
        return received.toByteArray();
    }

    /** Resets the connection, as after a crash of the client's machine. */
    public void cut() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Already closed.
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawBody body() {
        return RawBody.of(received.toByteArray());
    }

    private void readUntil(Predicate<String> enough, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!eof && !enough.test(received.toString(UTF_8))) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) left);
                readSome();
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException(new SocketTimeoutException(
                    "not within " + timeout + "; so far: " + received.toString(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readSome() throws IOException {
        byte[] buffer = new byte[READ_SIZE];
        try {
            int count = socket.getInputStream().read(buffer);
            eof = count < 0;
            received.write(buffer, 0, Math.max(0, count));
        } catch (SocketException e) {
            // Reset by the server: closed as well.
            eof = true;
        }
    }

    private static String head(String method, URI uri, Map<String, String> headers) {
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        StringBuilder head = new StringBuilder(
                method + " " + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }
}
