package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.WriteBacklog;
import dev.rivulet.gateway.loop.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** A response that is an event stream: its head, keep-alive comments and write buffer. Belongs to its loop. */
final class SseConnection {

    private static final String CONNECTED = ": connected\n\n";
    private static final String ALIVE = ":\n\n";
    private static final int HTTP2_PART = 4 << 10;

    private final HttpServerResponse response;
    private final WriteBacklog backlog;
    private final int part; // the size of a write, in bytes
    private final EventLoop loop;
    private final HttpConfig config;
    private EventLoop.Timer keepAlive; // null before the response is open, and after its end

    /** @param drained called when half of a {@link #isFull() full} buffer was sent */
    SseConnection(HttpServerRequest request, EventLoop loop, HttpConfig config, Runnable drained) {
        this.response = request.response();
        this.part = request.version() == HttpVersion.HTTP_2 ? HTTP2_PART : 1 << 30;
        this.backlog = new WriteBacklog(config.maxStreamBuffer(), drained);
        this.loop = loop;
        this.config = config;
    }

    /**
     * Sends the head and a first comment at once, so that the client and proxies know that the stream is open.
     *
     * @param onClose called when the client has closed the connection; not called after {@link #end()}
     */
    void open(Runnable onClose) {
        response.setChunked(true).setWriteQueueMaxSize(WriteBacklog.SOCKET_QUEUE_BYTES);
        putHeaders(response);
        response.closeHandler(nothing -> {
            if (keepAlive != null) {
                stopKeepAlive();
                onClose.run();
            }
        });
        // A failed write is followed by the close handler.
        response.exceptionHandler(broken -> {});
        keepAlive = loop.every(config.keepAliveInterval(), this::comment);
        write(Buffer.buffer(CONNECTED));
    }

    /** Sets the headers of an event stream. Returns the response. */
    static HttpServerResponse putHeaders(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, Headers.EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").putHeader("X-Accel-Buffering", "no");
    }

    /** Returns whether the client has closed the connection. */
    boolean isClosed() {
        return response.closed();
    }

    /**
     * In small parts over HTTP/2: a part that does not fit into its stream's window waits in front of the connection,
     * where it counts against the window of all streams.
     */
    void write(Buffer frames) {
        for (int from = 0; from < frames.length(); from += part) {
            int to = Math.min(frames.length(), from + part);
            backlog.add(to - from, response.write(to - from == frames.length() ? frames : frames.slice(from, to)));
        }
    }

    /** Returns whether the buffer is full; see {@link WriteBacklog#isFull()}. */
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
