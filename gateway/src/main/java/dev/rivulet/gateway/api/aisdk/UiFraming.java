package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.event.ShapedSnapshot;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.TurnError;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The framing of the AI SDK: a turn is a UI message with one step. The message's id is the turn's id, so that a client
 * which resumes replaces the message that it has.
 *
 * <p>When a turn is restarted, all so far is revoked, and new parts begin; an attempt that continues the text goes on
 * with its part. An error is sent in {@code metadata.error} for programs and in an error part for people.
 * A stream that ends before its turn has an error too, since clients take a stream without one for a complete answer.
 */
final class UiFraming implements Framing<TurnEvent> {

    private final OwnedSession session;
    private final TurnId turn;
    private final int firstAttempt;
    private final UiStreamWriter writer = new UiStreamWriter();
    private final UiAnswer answer = new UiAnswer(writer);
    private final List<ChunkEvent.Part> leftOut = new ArrayList<>(); // what a later attempt may continue
    private boolean stepIsOpen;

    /**
     * @param firstAttempt events of earlier attempts are left out, but for what this one continues; 0 to show all
     */
    UiFraming(OwnedSession session, TurnId turn, int firstAttempt) {
        this.session = session;
        this.turn = turn;
        this.firstAttempt = firstAttempt;
    }

    @Override
    public void appendPreamble(Buffer out) {
        writer.append(out, new UiPart.Start(turn.toString(), UiMetadata.of(session, turn)));
    }

    @Override
    public StreamKind kind() {
        return StreamKind.AISDK;
    }

    @Override
    public boolean append(Buffer out, TurnEvent event) {
        return switch (event) {
            case TurnRecord.Started start -> {
                boolean continues = start.continued().isPresent();
                if (!continues) {
                    leftOut.clear();
                }
                if (start.attempt() >= firstAttempt) {
                    appendStarted(out, start.data(), continues);
                }
                yield true;
            }
            case ShapedSnapshot soFar -> {
                soFar.data().pieces().forEach(piece -> append(out, piece));
                yield true;
            }
            case TurnEvent.Text text when text.attempt() >= firstAttempt -> {
                answer.appendText(out, text.attempt(), text.content());
                yield true;
            }
            case TurnEvent.Text text -> {
                leftOut.add(new Delta(text.attempt(), 0, text.content()));
                yield true;
            }
            case TurnEvent.Other other -> {
                append(out, other.data());
                yield true;
            }
            case TurnRecord.Done end -> {
                appendDone(out, end.data());
                yield false;
            }
            case TurnRecord.Failed end -> {
                TurnError failed = end.data();
                appendError(out, UiMetadata.of(failed), failed.message());
                yield false;
            }
        };
    }

    private void append(Buffer out, ChunkEvent.Part piece) {
        if (piece.attempt() >= firstAttempt) {
            answer.append(out, piece);
        } else {
            leftOut.add(piece);
        }
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        appendError(out, UiMetadata.of(problem), problem.getMessage());
    }

    @Override
    public void appendUnavailable(Buffer out, ProblemException problem, int retryMs) {
        appendProblem(out, problem);
    }

    @Override
    public void appendShutdown(Buffer out, int retryMs) {
        appendProblem(out,
                ProblemException.shuttingDown("The gateway stops, the answer goes on: resume the stream."));
    }

    private void appendStarted(Buffer out, Started started, boolean continues) {
        if (answer.isShown() && !continues) {
            answer.reset(out);
        } else if (!stepIsOpen) {
            stepIsOpen = true;
            writer.append(out, new UiPart.StartStep());
        }
        writer.append(out, new UiPart.Metadata(UiMetadata.of(started)));
        leftOut.forEach(piece -> answer.append(out, piece));
        leftOut.clear();
    }

    private void appendDone(Buffer out, Done done) {
        answer.end(out);
        if (stepIsOpen) {
            writer.append(out, new UiPart.FinishStep());
        }
        if (done.finishReason().equals(FinishReason.CANCELLED)) {
            writer.append(out, new UiPart.Metadata(UiMetadata.of(done)));
            writer.append(out, new UiPart.Abort(FinishReason.CANCELLED));
        } else {
            writer.append(out, new UiPart.Finish(UiFinishReason.of(done.finishReason()), UiMetadata.of(done)));
        }
        writer.end(out);
    }

    private void appendError(Buffer out, UiMetadata metadata, String text) {
        answer.end(out);
        writer.append(out, new UiPart.Metadata(metadata));
        writer.append(out, new UiPart.Failure(text));
        writer.end(out);
    }
}
