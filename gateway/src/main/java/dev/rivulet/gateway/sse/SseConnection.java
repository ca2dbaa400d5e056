package dev.rivulet.gateway.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.VertxLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** A response that is an event stream. Belongs to its loop. */
final class SseConnection {

    private static final String CONNECTED = ": connected\n\n";
    private static final String ALIVE = ":\n\n";

    private final HttpServerResponse response;
    private final VertxLoop loop;
    private final HttpConfig config;
    private VertxLoop.Periodic keepAlive; // null while not open

    SseConnection(HttpServerResponse response, VertxLoop loop, HttpConfig config) {
        this.response = response;
        this.loop = loop;
        this.config = config;
    }

    /**
     * Sends the headers and a first comment at once, so that client and proxies know that the stream stands.
     *
     * @param onDrain a reader that was slow has caught up
     * @param onClose the client is gone; not called after {@link #end()}
     */
    void open(Runnable onDrain, Runnable onClose) {
        response.setChunked(true).setWriteQueueMaxSize(config.maxStreamBuffer());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Headers.EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").putHeader("X-Accel-Buffering", "no");
        response.drainHandler(nothing -> onDrain.run());
        response.closeHandler(nothing -> {
            if (keepAlive != null) {
                stopKeepAlive();
                onClose.run();
            }
        });
        // A write that fails is followed by the close.
        response.exceptionHandler(broken -> {});
        keepAlive = loop.every(config.keepAliveInterval(), this::comment);
        response.write(CONNECTED);
    }

    /** Whether the client left before the stream stood. */
    boolean isClosed() {
        return response.closed();
    }

    void write(Buffer frames) {
        response.write(frames);
    }

    boolean isFull() {
        return response.writeQueueFull();
    }

    void end() {
        stopKeepAlive();
        response.end();
    }

    private void comment() {
        if (!isFull()) {
            response.write(ALIVE);
        }
    }

    private void stopKeepAlive() {
        keepAlive.cancel();
        keepAlive = null;
    }
}
