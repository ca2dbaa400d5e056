package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.schemas.event.Done;
import io.vertx.core.buffer.Buffer;

/**
 * The framing of OpenAI's streaming chat completions: a chunk with the role, chunks with text, reasoning and tool
 * calls, a chunk with the finish reason, {@code [DONE]}. Any error is an error object as data, without {@code [DONE]}
 * after it.
 */
final class ChatFraming implements Framing<TurnEvent> {

    private ChatChunkWriter chunks;
    private boolean roleSent;
    private boolean answerShown;

    ChatFraming(ChatChunkWriter chunks) {
        this.chunks = chunks;
    }

    @Override
    public StreamKind kind() {
        return StreamKind.OPENAI;
    }

    @Override
    public boolean append(Buffer out, TurnEvent event) {
        return switch (event) {
            case TurnRecord.Started started -> {
                boolean revoked = answerShown && started.continued().isEmpty();
                if (revoked) {
                    chunks.appendError(out, ChatError.restarted());
                } else if (!answerShown) {
                    chunks = chunks.ofModel(started.data().model());
                    appendRoleOnce(out);
                }
                yield !revoked;
            }
            case TurnEvent.Text text -> {
                answerShown = true;
                chunks.appendText(out, text.content());
                yield true;
            }
            // Reasoning is not the answer: an attempt that begins again may reason again.
            case TurnRecord.Reasoning reasoning -> {
                chunks.appendReasoning(out, reasoning.data());
                yield true;
            }
            case TurnRecord.ToolCall call -> {
                answerShown = true;
                chunks.appendToolCall(out, call.data());
                yield true;
            }
            case TurnRecord.Done end -> {
                Done done = end.data();
                appendRoleOnce(out);
                chunks.appendEnd(out, done.finishReason(), done.usage());
                yield false;
            }
            case TurnRecord.Failed failed -> {
                chunks.appendError(out, ChatError.of(failed.data()));
                yield false;
            }
        };
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        chunks.appendError(out, ChatError.of(problem));
    }

    @Override
    public void appendUnavailable(Buffer out, ProblemException problem, int retryMs) {
        appendProblem(out, problem);
    }

    @Override
    public void appendShutdown(Buffer out, int retryMs) {
        appendProblem(out, ProblemException.shuttingDown("The gateway stops; send it again."));
    }

    @Override
    public boolean isResumable() {
        return false;
    }

    private void appendRoleOnce(Buffer out) {
        if (!roleSent) {
            roleSent = true;
            chunks.appendRole(out);
        }
    }
}
