package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
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
 */
public record Readers(EventLoop loop, OpenStreams streams, ReaderPresence presence,
        Optional<SessionFollowers> followers, Cursors cursors, TextBudget collected, GatewayMeters meters) {

    /**
     * Makes a reader of a turn.
     *
     * @param shape wraps the reader's sink in the sinks that give events the shape that the client wants
     */
    public ReaderSession<TurnEvent> ofTurn(TurnLog log, UnaryOperator<EventSink<TurnEvent>> shape,
            ReaderTransport<TurnEvent> transport) {
        return new ReaderSession<>(this, log.events(), log.turn(), shape, transport);
    }

    /** Makes a reader that follows a session. It keeps no turn from being cancelled. */
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
        }
    }
}
