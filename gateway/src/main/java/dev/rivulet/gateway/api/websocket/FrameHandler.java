package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Scope;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.Reader;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.follow.FollowStart;
import dev.rivulet.gateway.stream.follow.SessionCursors;
import dev.rivulet.gateway.stream.follow.SessionEvent;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.gateway.stream.follow.SessionShaper;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Processes the requests of one connection. Belongs to the connection's loop.
 *
 * @param maxBytes the most text that may be held back for a reader, or be in one snapshot
 */
record FrameHandler(SocketSession session, KafkaAvailability kafka, TurnSubmitter submitter, Readers readers,
        int maxBytes) {

    /**
     * @throws dev.rivulet.gateway.problem.ProblemException also {@code missing_scope}, {@code outside_grant} and {@code
     *     too_many_requests}
     */
    void handle(ClientFrame frame) {
        Optional<Scope> scope = scope(frame);
        if (scope.isPresent()) {
            admit();
            session.caller().require(scope.get());
            session.caller().requireTurn(frame.turn());
        }
        switch (frame) {
            case ClientFrame.Prompt prompt -> prompt(prompt);
            case ClientFrame.Cancel cancel -> cancel(cancel);
            case ClientFrame.Resume resume -> resume(resume);
            case ClientFrame.Follow follow -> follow(follow);
            case ClientFrame.Leave leave -> leave(leave);
            case ClientFrame.Ping ping -> session.send(new ServerFrame.Pong(ping.id()));
        }
    }

    /** @throws dev.rivulet.gateway.problem.ProblemException {@code too_many_requests} */
    void admit() {
        readers.quotas().admit(session.caller());
    }

    /** Returns the scope that the caller needs; empty if it needs none. Such a frame is not counted as a request. */
    private static Optional<Scope> scope(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Prompt prompt -> Optional.of(Scope.ASK);
            case ClientFrame.Cancel cancel -> Optional.of(Scope.CANCEL);
            case ClientFrame.Resume resume -> Optional.of(Scope.READ);
            case ClientFrame.Follow follow -> Optional.of(Scope.READ);
            case ClientFrame.Leave leave -> Optional.empty();
            case ClientFrame.Ping ping -> Optional.empty();
        };
    }

    /** Submits a turn and shows its events, as {@code POST .../turns} does with an event stream. */
    private void prompt(ClientFrame.Prompt frame) {
        PromptResponder responder = new PromptResponder(session, this, frame);
        session.requestBegan();
        try {
            submitter.submit(new TurnSubmission(frame.session(), frame.draft(), frame.key()), responder);
        } catch (RuntimeException refused) {
            responder.failed(refused);
            responder.finished();
        }
    }

    /** Requests a cancel, as {@code DELETE .../turns/{turn}} does. This connection need not read the turn. */
    private void cancel(ClientFrame.Cancel frame) {
        KafkaAccess access = kafka.require();
        CancelRequested command = new CancelRequested(frame.session().key(), frame.turn(),
                frame.session().requestedBy());
        session.then(frame, access.publisher().publish(command),
                acknowledged -> session.send(new ServerFrame.Cancelling(frame.id(), frame.session(), frame.turn())),
                () -> {});
    }

    /** Shows a turn that may be in the log already, as {@code GET .../turns/{turn}/events} does. */
    private void resume(ClientFrame.Resume frame) {
        KafkaAccess access = kafka.require();
        if (frame.cursor().filter(access.cursors()::isEarlier).isPresent()) {
            session.then(frame, lookup(() -> access.cursors().translate(frame.session(), frame.cursor().get())),
                    current -> resume(frame.at(current)), () -> {});
            return;
        }
        TurnAddress address = access.address(frame.session(), frame.turn());
        frame.cursor().ifPresent(address::requireMatch);
        SocketStreams.Slot slot = session.streams().reserve();
        session.then(frame, lookup(
                () -> access.finder().startPosition(address, frame.cursor(), frame.options().needsWholeAttempt())),
                position -> {
                    switch (position) {
                        case StartPosition.From from -> {
                            ReaderSession<TurnEvent> reader = turnReader(slot,
                                    access.turnLog(frame.session(), frame.turn()), frame.options());
                            session.send(new ServerFrame.Resumed(frame.id(), frame.session(), frame.turn()));
                            reader.beginAt(from.offset(), from.filter());
                        }
                        case StartPosition.End end -> {
                            slot.free();
                            session.send(new ServerFrame.Ended(frame.id(), frame.session(), frame.turn()));
                        }
                    }
                }, slot::free);
    }

    /** Shows every turn of a session, as {@code GET /v1/sessions/{session}/events} does. */
    private void follow(ClientFrame.Follow frame) {
        KafkaAccess access = kafka.require();
        SessionLookup lookup = new SessionLookup(access, readers.cursors(), maxBytes);
        SocketStreams.Slot slot = session.streams().reserve();
        session.then(frame, lookup(() -> lookup.start(frame.session(), frame.cursor(), frame.fromStart())),
                start -> {
                    ReaderSession<SessionEvent> reader = sessionReader(slot, frame,
                            access.sessionEvents(frame.session()), start);
                    session.send(new ServerFrame.Following(frame.id(), frame.session()));
                    reader.beginAt(start.head(), start.offset(), start.filter());
                }, slot::free);
    }

    /** Looks something up on a virtual thread, within the quota of the caller. */
    private <T> CompletableFuture<T> lookup(Callable<T> call) {
        return EventLoop.blocking(readers.quotas().lookup(session.caller(), call));
    }

    /** Stops reading. Not an error if the stream is not open: its last event may just have been sent. */
    private void leave(ClientFrame.Leave frame) {
        session.streams().find(new StreamKey(frame.session(), frame.turn())).ifPresent(Reader::leave);
        session.send(new ServerFrame.Left(frame.id(), frame.session(), frame.turn()));
    }

    /** Makes a reader of a turn. */
    ReaderSession<TurnEvent> turnReader(SocketStreams.Slot slot, TurnLog log, ReaderOptions options) {
        OwnedSession of = log.session();
        TurnId turn = log.id();
        EventFrames frames = new EventFrames(of);
        CursorEncoder cursors = readers.cursors().encoder(of, turn, log.cursorPartition());
        return readers.ofTurn(log, sink -> options.wrap(sink, readers.loop(), maxBytes),
                new SocketTransport<>(session, slot, new StreamKey(of, turn), event -> frames
                        .frame(event.shownType(), turn, cursors.encode(event), event.value())));
    }

    private ReaderSession<SessionEvent> sessionReader(SocketStreams.Slot slot, ClientFrame.Follow frame, EventLog log,
            FollowStart start) {
        EventFrames frames = new EventFrames(frame.session());
        SessionCursors cursors = new SessionCursors(readers.cursors(), frame.session(), log.cursorPartition());
        ReaderOptions options = start.options(frame.shaping());
        ReaderSession<SessionEvent> reader = readers.ofSession(log,
                sink -> SessionShaper.wrap(sink, options, readers.loop(), maxBytes),
                new SocketTransport<>(session, slot, new StreamKey(frame.session(), null), event -> frames
                        .frame(event.shownType(), event.turn(), cursors.encode(event), event.value())));
        reader.countAsFollower(frame.session(), frame.cursor().isPresent(), SessionEvent::watching);
        return reader;
    }
}
