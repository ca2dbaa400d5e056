package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.submit.SubmissionListener;
import dev.rivulet.gateway.submit.SubmittedTurn;
import java.util.Optional;

/** Responds to a {@code prompt} frame: with {@code accepted}, then with the turn's events. Belongs to its loop. */
final class PromptResponder implements SubmissionListener {

    private final SocketSession session;
    private final FrameHandler handler;
    private final ClientFrame.Prompt frame;
    private SocketStreams.Slot slot; // null before the first reader is made
    private boolean acceptedSent;

    PromptResponder(SocketSession session, FrameHandler handler, ClientFrame.Prompt frame) {
        this.session = session;
        this.handler = handler;
        this.frame = frame;
    }

    @Override
    public Caller caller() {
        return session.caller();
    }

    /** @throws dev.rivulet.gateway.problem.ProblemException {@code too_many_streams}, {@code too_many_open_streams} */
    @Override
    public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
        if (slot == null) {
            slot = session.streams().reserve();
        }
        return Optional.of(handler.turnReader(slot, turn.log(), frame.options()));
    }

    /** Names the earlier turn, also if its events cannot be read any more: the client can still get its result. */
    @Override
    public void repeated(SubmittedTurn earlier) {
        accepted(earlier);
    }

    @Override
    public void accepted(SubmittedTurn turn) {
        if (!acceptedSent) {
            acceptedSent = true;
            session.send(new ServerFrame.Accepted(frame.id(), turn.session(), turn.turn()));
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (slot != null) {
            slot.free();
        }
        session.refuse(frame, failure);
    }

    @Override
    public void finished() {
        session.requestEnded();
    }
}
