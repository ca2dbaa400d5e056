package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.AnswerParts;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.EventTooLongException;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.failure.ProviderText;
import dev.rivulet.worker.provider.failure.ResponseHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one streamed completion. Only a completion with a finish reason is whole: a stream that ends without one,
 * cleanly or not, was cut short. For one thread.
 */
final class ChatStream {

    private static final byte[] END = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final ProviderErrors errors;
    private final ResponseHead head;
    private final AnswerParts parts;
    private final ToolCalls toolCalls;
    private final EventDecoder events = new EventDecoder(EventTooLongException.LONGEST_EVENT, this::event);
    private boolean over;
    private String finishReason;
    private Usage usage;
    private ProviderException failure;

    ChatStream(ProviderErrors errors, ResponseHead head, CompletionListener listener) {
        this.errors = errors;
        this.head = head;
        this.parts = new AnswerParts(listener, errors);
        this.toolCalls = new ToolCalls(parts);
    }

    void read(byte[] bytes) {
        try {
            events.read(bytes);
        } catch (EventTooLongException tooLong) {
            fail(errors.invalid(tooLong));
        }
    }

    /**
     * Returns whether nothing more of the stream is needed. A server may keep the connection open after {@code [DONE]}.
     */
    boolean over() {
        return over;
    }

    /** Returns whether the completion is whole, so that at most its usage is still to come. */
    boolean finished() {
        return finishReason != null;
    }

    private void event(byte[] data, int length) {
        if (over) {
            return;
        }
        if (Arrays.equals(data, 0, length, END, 0, END.length)) {
            over = true;
            return;
        }
        try {
            chunk(ChatChunk.read(data, length));
        } catch (IOException unreadable) {
            fail(errors.invalid(unreadable));
        }
    }

    private void chunk(ChatChunk chunk) throws IOException {
        if (chunk.error() != null) {
            ApiError error = chunk.error();
            fail(errors.brokenOff(head, error.statusInStream(), error.reported()));
            return;
        }
        if (chunk.usage() != null) {
            usage = chunk.usage();
        }
        if (chunk.reasoning() != null) {
            parts.reasoning(chunk.reasoning());
        }
        parts.text(chunk.content());
        if (chunk.hasOther()) {
            parts.other();
        }
        if (finishReason == null) {
            for (ToolCallDelta call : chunk.toolCalls()) {
                toolCalls.add(call);
            }
        }
        if (chunk.refusal() != null && !chunk.refusal().isEmpty()) {
            parts.refusal(chunk.refusal());
        }
        if (chunk.finishReason() != null) {
            boolean first = finishReason == null;
            finishReason = ProviderText.bounded(chunk.finishReason());
            if (first) {
                parts.finish(finishReason);
            }
        }
        // The usage comes with the finish reason or after it; some servers also send one with every token.
        over |= finishReason != null && chunk.usage() != null;
    }

    private void fail(ProviderException reason) {
        failure = reason;
        over = true;
    }

    /**
     * Returns the completion when it is over or the connection has ended.
     *
     * @param cause why the connection ended; null when it ended cleanly
     * @throws ProviderException when the completion is not whole, or no answer
     */
    LlmCompletion completion(Throwable cause) throws ProviderException {
        if (failure != null) {
            throw failure;
        }
        if (finishReason == null) {
            throw errors.truncated(cause);
        }
        return parts.end(finishReason, usage);
    }
}
