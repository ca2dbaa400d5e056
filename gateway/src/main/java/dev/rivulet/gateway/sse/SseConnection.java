package dev.rivulet.gateway.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.VertxLoop;
import dev.rivulet.gateway.relay.Loop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * A response that is an event stream. Belongs to its loop.
 *
 * <p>Counts what waits to be sent by itself: Vert.x calls a connection full when 16 writes wait behind what the socket did
 * not take, however large they are.
 */
final class SseConnection {

    private static final String CONNECTED = ": connected\n\n";
    private static final String ALIVE = ":\n\n";
    /** What a write that waits takes beside its bytes, about. */
    private static final int WRITE_OVERHEAD = 512;
    /** What waits at the socket is copied out of the heap and cut into parts; more than this waits in front of it, as it is. */
    private static final int AT_THE_SOCKET = 16 << 10;

    private final HttpServerResponse response;
    private final VertxLoop loop;
    private final HttpConfig config;
    private Loop.Timer keepAlive; // null while not open
    private Runnable onDrain;
    private int waiting; // bytes that are not sent yet
    private boolean full; // was said to be, and has not caught up since

    SseConnection(HttpServerResponse response, VertxLoop loop, HttpConfig config) {
        this.response = response;
        this.loop = loop;
        this.config = config;
    }

    /**
     * Sends the headers and a first comment at once, so that client and proxies know that the stream stands.
     *
     * @param drained a reader that was {@link #isFull()} has taken half of what waited
     * @param onClose the client is gone; not called after {@link #end()}
     */
    void open(Runnable drained, Runnable onClose) {
        onDrain = drained;
        response.setChunked(true).setWriteQueueMaxSize(AT_THE_SOCKET);
        response.putHeader(HttpHeaders.CONTENT_TYPE, Headers.EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").putHeader("X-Accel-Buffering", "no");
        response.closeHandler(nothing -> {
            if (keepAlive != null) {
                stopKeepAlive();
                onClose.run();
            }
        });
        // A write that fails is followed by the close.
        response.exceptionHandler(broken -> {});
        keepAlive = loop.every(config.keepAliveInterval(), this::comment);
        write(Buffer.buffer(CONNECTED));
    }

    /** Whether the client left before the stream stood. */
    boolean isClosed() {
        return response.closed();
    }

    void write(Buffer frames) {
        int size = frames.length() + WRITE_OVERHEAD;
        waiting += size;
        response.write(frames).onSuccess(nothing -> sent(size));
    }

    /** Whether as much waits as may. */
    boolean isFull() {
        full = waiting >= config.maxStreamBuffer();
        return full;
    }

    void end() {
        stopKeepAlive();
        response.end();
    }

    private void comment() {
        if (!full) {
            write(Buffer.buffer(ALIVE));
        }
    }

    private void sent(int size) {
        waiting -= size;
        if (full && waiting <= config.maxStreamBuffer() / 2) {
            full = false;
            onDrain.run();
        }
    }

    private void stopKeepAlive() {
        keepAlive.cancel();
        keepAlive = null;
    }
}
