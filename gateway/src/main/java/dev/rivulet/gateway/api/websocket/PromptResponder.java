package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.submit.SubmissionListener;
import dev.rivulet.gateway.submit.SubmittedTurn;
import java.util.Optional;

/** Answers a {@code prompt} frame: with {@code accepted}, and then with the turn's events. Belongs to its loop. */
final class PromptResponder implements SubmissionListener {

    private final SocketSession session;
    private final FrameHandler handler;
    private final ClientFrame.Prompt frame;
    private SocketStreams.Slot slot; // null before the first reader is made

    PromptResponder(SocketSession session, FrameHandler handler, ClientFrame.Prompt frame) {
        this.session = session;
        this.handler = handler;
        this.frame = frame;
    }

    /** @throws dev.rivulet.gateway.problem.ProblemException {@code too_many_streams}, before anything is published */
    @Override
    public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
        if (slot == null) {
            slot = session.streams().reserve();
        }
        return Optional.of(handler.turnReader(slot, turn.session(), turn.log(), frame.options()));
    }

    @Override
    public void accepted(SubmittedTurn turn) {
        session.send(new ServerFrame.Accepted(frame.id(), turn.session(), turn.turn()));
        session.requestEnded();
    }

    @Override
    public void failed(Throwable failure) {
        if (slot != null) {
            slot.free();
        }
        session.refuse(frame, failure);
        session.requestEnded();
    }
}
