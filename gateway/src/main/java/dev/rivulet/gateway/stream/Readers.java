package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.schemas.SessionTurn;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes the readers of one event loop. Must be used on that loop.
 *
 * @param streams holds the open readers, so that they end when the process stops
 * @param followers empty if the followers of sessions are not counted
 * @param cursors writes and reads the readers' positions
 * @param collected for the text of readers that collect a whole turn
 * @param quotas of the streams that a principal may have open
 */
public record Readers(EventLoop loop, OpenStreams streams, ReaderPresence presence,
        Optional<SessionFollowers> followers, Cursors cursors, TextBudget collected, Quotas quotas,
        GatewayMeters meters) {

    /**
     * Makes a reader of a turn. Like the other method takes a stream from the quota of its caller, until the reader
     * ends or is {@link ReaderSession#detach detached}: one of both must follow.
     *
     * @param shape wraps the reader's sink in the sinks that give events the shape that the client wants
     */
    public ReaderSession<TurnEvent> ofTurn(TurnLog log, UnaryOperator<EventSink<TurnEvent>> shape,
            ReaderTransport<TurnEvent> transport) {
        return new ReaderSession<>(this, log.events(), log.turn(), shape, transport);
    }

    /**
     * Makes a reader that follows a session. It keeps no turn from being cancelled.
     *
     * @throws dev.rivulet.gateway.quota.QuotaExceededException if the caller has as many streams as it may
     */
    public <E extends ShownEvent> ReaderSession<E> ofSession(EventLog log, UnaryOperator<EventSink<E>> shape,
            ReaderTransport<E> transport) {
        return new ReaderSession<>(this, log, null, shape, transport);
    }

    void opened(ReaderSession<?> reader, SessionTurn turn) {
        if (turn != null) {
            presence.enter(turn);
        }
        meters.streamOpened(reader.kind());
        streams.add(reader);
    }

    void closed(ReaderSession<?> reader) {
        meters.streamClosed(reader.kind());
        streams.remove(reader);
    }

    void left(SessionTurn turn) {
        if (turn != null) {
            presence.leave(turn, loop);
        }
    }

    void turnEnded(SessionTurn turn) {
        if (turn != null) {
            presence.forget(turn);
            quotas.turnEnded(turn, () -> null);
        }
    }
}
