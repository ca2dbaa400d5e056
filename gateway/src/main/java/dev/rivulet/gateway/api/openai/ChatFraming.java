package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.schemas.event.Done;
import io.vertx.core.buffer.Buffer;

/**
 * A turn as OpenAI's clients expect it: a chunk with the role, chunks with text, a chunk with the finish reason, {@code
 * [DONE]}. Whatever goes wrong is an error object as data, and no {@code [DONE]} after it.
 */
final class ChatFraming implements Framing<TurnEvent> {

    private final ChatChunks chunks;
    private boolean begun;
    private boolean textShown;

    ChatFraming(ChatChunks chunks) {
        this.chunks = chunks;
    }

    @Override
    public boolean append(Buffer out, TurnEvent event) {
        return switch (event) {
            case TurnRecord.Started started -> {
                if (textShown) {
                    chunks.error(out, ChatError.restarted());
                } else {
                    begin(out);
                }
                yield !textShown;
            }
            case TurnEvent.Text text -> {
                textShown = true;
                chunks.text(out, text.content());
                yield true;
            }
            case TurnRecord.Done end -> {
                Done done = end.data();
                begin(out);
                chunks.end(out, done.finishReason(), done.usage());
                yield false;
            }
            case TurnRecord.Failed failed -> {
                chunks.error(out, ChatError.of(failed.data()));
                yield false;
            }
        };
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        chunks.error(out, ChatError.of(problem));
    }

    @Override
    public void appendFarewell(Buffer out) {
        appendProblem(out, ProblemException.shuttingDown("The gateway stops; send it again."));
    }

    @Override
    public boolean isResumable() {
        return false;
    }

    private void begin(Buffer out) {
        if (!begun) {
            begun = true;
            chunks.role(out);
        }
    }
}
