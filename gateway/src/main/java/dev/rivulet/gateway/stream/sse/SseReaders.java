package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Lookups;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.stream.EventSink;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes the readers of one event loop that are sent server-sent events. Must be used on that loop. */
public record SseReaders(Readers readers, HttpConfig http) {

    private static final int NO_CONTENT = 204;

    /** Makes a reader of a turn. */
    public ReaderSession<TurnEvent> ofTurn(RoutingContext request, Framing<TurnEvent> framing,
            ReaderOptions options, TurnLog log) {
        return readers.ofTurn(log, sink -> options.wrap(sink, readers.loop(), http.maxStreamBuffer()),
                new SseTransport<>(request, framing, readers.loop(), http));
    }

    /**
     * Makes a reader that follows a session.
     *
     * @param shape wraps the reader's sink in the sinks that give events the shape that the client wants
     */
    public <E extends ShownEvent> ReaderSession<E> ofSession(RoutingContext request, Framing<E> framing,
            UnaryOperator<EventSink<E>> shape, EventLog log) {
        return readers.ofSession(log, shape, new SseTransport<>(request, framing, readers.loop(), http));
    }

    /**
     * Calls an action with a client's cursor: at once, unless it must be translated first.
     *
     * @param action what it throws fails the request
     */
    public void withCurrent(RoutingContext request, KafkaAccess kafka, OwnedSession session, Optional<Cursor> cursor,
            Consumer<Optional<Cursor>> action) {
        if (cursor.filter(kafka.cursors()::isEarlier).isEmpty()) {
            action.accept(cursor);
            return;
        }
        Lookups.run(request, readers.loop(), () -> cursor.map(given -> kafka.cursors().translate(session, given)),
                action);
    }

    /**
     * Streams the events of a turn that may be in the log already; answers 204 if there are none after the cursor.
     *
     * @param cursor the client's position; empty if it has seen nothing
     * @param failed called with the reason if the turn cannot be streamed
     */
    public void resume(RoutingContext request, KafkaAccess kafka, TurnAddress address, Optional<Cursor> cursor,
            ReaderOptions options, Framing<TurnEvent> framing, Consumer<Throwable> failed) {
        Lookups.run(request, readers.loop(),
                () -> kafka.finder().startPosition(address, cursor, options.needsWholeAttempt()), position -> {
                    switch (position) {
                        case StartPosition.From from -> ofTurn(request, framing, options,
                                kafka.turnLog(address.session(), address.turn()))
                                .beginAt(from.offset(), from.filter());
                        case StartPosition.End end -> request.response().setStatusCode(NO_CONTENT).end();
                    }
                }, failed);
    }
}
