package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;

/**
 * A turn as OpenAI's clients expect it: a chunk with the role, chunks with text, a chunk with the finish reason, {@code
 * [DONE]}. Whatever goes wrong is an error object as data, and no {@code [DONE]} after it.
 */
final class ChatFraming implements Framing {

    private final ChatChunks chunks;
    private boolean begun;
    private boolean textShown;

    ChatFraming(ChatChunks chunks) {
        this.chunks = chunks;
    }

    @Override
    public boolean append(Buffer out, ShownEvent event) {
        return switch (event.shownType()) {
            case STARTED -> {
                if (textShown) {
                    chunks.error(out, ChatError.restarted());
                } else {
                    begin(out);
                }
                yield !textShown;
            }
            case DELTA -> {
                textShown = true;
                chunks.text(out, event.content());
                yield true;
            }
            // Not asked for here.
            case SNAPSHOT, ITEM, SESSION, QUEUED, PROMPT, FORGOTTEN ->
                throw new IllegalArgumentException("no chunk for " + event.shownType());
            case DONE -> {
                Done done = Json.read(event.value(), Done.class);
                begin(out);
                chunks.end(out, done.finishReason(), done.usage());
                yield false;
            }
            case ERROR -> {
                chunks.error(out, ChatError.of(Json.read(event.value(), TurnError.class)));
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
        appendProblem(out, new ProblemException(ProblemCode.SHUTTING_DOWN, "The gateway stops; send it again."));
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
