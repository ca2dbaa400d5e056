package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import io.vertx.core.buffer.Buffer;

/**
 * A turn as a UI message of one step. The message's id is the turn's, so that a client which resumes replaces what it has.
 *
 * <p>A restart takes the text back and begins it anew, as a text part of its own. An error is said by {@code
 * metadata.error} for programs and by the error part for people; whatever ends the stream without ending the turn
 * is one too, since a client takes a stream that just ends for a whole answer.
 */
final class UiFraming implements Framing<TurnEvent> {

    private final SessionId session;
    private final TurnId turn;
    private final int firstAttempt;
    private final UiStream stream = new UiStream();
    private boolean stepIsOpen;

    /** @param firstAttempt what earlier attempts had shown is left out; 0 when the client has seen nothing yet */
    UiFraming(SessionId session, TurnId turn, int firstAttempt) {
        this.session = session;
        this.turn = turn;
        this.firstAttempt = firstAttempt;
    }

    @Override
    public void appendGreeting(Buffer out) {
        stream.part(out, new UiPart.Start(turn.toString(), UiMetadata.of(session, turn)));
    }

    @Override
    public boolean append(Buffer out, TurnEvent event) {
        return switch (event) {
            case TurnRecord.Started start -> {
                if (start.attempt() >= firstAttempt) {
                    started(out, start.data());
                }
                yield true;
            }
            case TurnEvent.Text text -> {
                if (text.attempt() >= firstAttempt) {
                    stream.text(out, Integer.toString(text.attempt()), text.content());
                }
                yield true;
            }
            case TurnRecord.Done end -> {
                done(out, end.data());
                yield false;
            }
            case TurnRecord.Failed end -> {
                TurnError failed = end.data();
                error(out, UiMetadata.of(failed), failed.message());
                yield false;
            }
        };
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        error(out, UiMetadata.of(problem), problem.getMessage());
    }

    @Override
    public void appendFarewell(Buffer out) {
        appendProblem(out,
                ProblemException.shuttingDown("The gateway stops, the answer goes on: resume the stream."));
    }

    private void started(Buffer out, Started started) {
        if (stream.textIsOpen()) {
            stream.resetStep(out);
        } else if (!stepIsOpen) {
            stepIsOpen = true;
            stream.part(out, new UiPart.StartStep());
        }
        stream.part(out, new UiPart.Metadata(UiMetadata.of(started)));
    }

    private void done(Buffer out, Done done) {
        stream.endText(out);
        if (stepIsOpen) {
            stream.part(out, new UiPart.FinishStep());
        }
        if (done.finishReason().equals(FinishReason.CANCELLED)) {
            stream.part(out, new UiPart.Metadata(UiMetadata.of(done)));
            stream.part(out, new UiPart.Abort(FinishReason.CANCELLED));
        } else {
            stream.part(out, new UiPart.Finish(UiFinish.of(done.finishReason()), UiMetadata.of(done)));
        }
        stream.end(out);
    }

    private void error(Buffer out, UiMetadata metadata, String text) {
        stream.endText(out);
        stream.part(out, new UiPart.Metadata(metadata));
        stream.part(out, new UiPart.Failure(text));
        stream.end(out);
    }
}
