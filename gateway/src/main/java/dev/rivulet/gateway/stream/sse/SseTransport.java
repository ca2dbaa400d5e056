package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.gateway.stream.ReaderTransport;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Sends a reader's events as server-sent events. The events of one poll or page become one write. Belongs to its loop.
 *
 * @param <E> the type of event
 */
final class SseTransport<E extends ShownEvent> implements ReaderTransport<E> {

    private final Caller caller;
    private final SseConnection connection;
    private final Framing<E> framing;
    private final ReconnectDelay reconnectDelay;
    private Reader reader; // null until opened
    private Buffer pending; // frames since the last flush; null if there are none

    SseTransport(RoutingContext request, Framing<E> framing, EventLoop loop, HttpConfig http) {
        this.caller = Callers.of(request);
        this.connection = new SseConnection(request.request(), loop, http, () -> reader.drained());
        this.framing = framing;
        this.reconnectDelay = new ReconnectDelay(http.reconnectDelay());
    }

    @Override
    public boolean open(Reader opened) {
        reader = opened;
        if (connection.isClosed()) {
            return false;
        }
        connection.open(reader::lost);
        write(framing::appendPreamble);
        return true;
    }

    @Override
    public boolean event(E event) {
        if (pending == null) {
            pending = Buffer.buffer(SseFrame.SIZE_HINT);
        }
        return framing.append(pending, event);
    }

    @Override
    public void flush() {
        if (pending != null && pending.length() > 0) {
            connection.write(pending);
        }
        pending = null;
    }

    @Override
    public boolean full() {
        return connection.isFull();
    }

    @Override
    public void end() {
        connection.end();
    }

    @Override
    public void fail(ProblemException problem) {
        if (problem.code().isTemporary()) {
            write(out -> framing.appendUnavailable(out, problem, reconnectDelay.nextMillis(problem)));
        } else {
            write(out -> framing.appendProblem(out, problem));
        }
        connection.end();
    }

    @Override
    public void stop() {
        write(out -> framing.appendShutdown(out, reconnectDelay.nextMillis()));
        connection.end();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public StreamKind kind() {
        return framing.kind();
    }

    @Override
    public boolean isResumable() {
        return framing.isResumable();
    }

    private void write(Consumer<Buffer> content) {
        Buffer out = Buffer.buffer();
        content.accept(out);
        if (out.length() > 0) {
            connection.write(out);
        }
    }
}
