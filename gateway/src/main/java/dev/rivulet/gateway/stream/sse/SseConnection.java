package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.WriteBacklog;
import dev.rivulet.gateway.loop.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** A response that is an event stream. Belongs to its loop. */
final class SseConnection {

    private static final String CONNECTED = ": connected\n\n";
    private static final String ALIVE = ":\n\n";

    private final HttpServerResponse response;
    private final WriteBacklog backlog;
    private final EventLoop loop;
    private final HttpConfig config;
    private EventLoop.Timer keepAlive; // null while not open

    /** @param drained a reader that was {@link #isFull()} has taken half of what waited */
    SseConnection(HttpServerResponse response, EventLoop loop, HttpConfig config, Runnable drained) {
        this.response = response;
        this.backlog = new WriteBacklog(config.maxStreamBuffer(), drained);
        this.loop = loop;
        this.config = config;
    }

    /**
     * Sends the headers and a first comment at once, so that client and proxies know that the stream stands.
     *
     * @param onClose the client is gone; not called after {@link #end()}
     */
    void open(Runnable onClose) {
        response.setChunked(true).setWriteQueueMaxSize(WriteBacklog.SOCKET_QUEUE_BYTES);
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
        backlog.add(frames.length(), response.write(frames));
    }

    /** Whether as much waits as may. */
    boolean isFull() {
        return backlog.isFull();
    }

    void end() {
        stopKeepAlive();
        response.end();
    }

    private void comment() {
        if (!isFull()) {
            write(Buffer.buffer(ALIVE));
        }
    }

    private void stopKeepAlive() {
        keepAlive.cancel();
        keepAlive = null;
    }
}
