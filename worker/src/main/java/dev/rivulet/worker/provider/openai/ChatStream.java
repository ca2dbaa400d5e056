package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.EventTooLongException;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ProviderText;
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
    private final CompletionListener listener;
    private final EventDecoder events = new EventDecoder(EventTooLongException.LONGEST_EVENT, this::event);
    private boolean over;
    private String finishReason;
    private Usage usage;
    private ProviderException failure;

    ChatStream(ProviderErrors errors, CompletionListener listener) {
        this.errors = errors;
        this.listener = listener;
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

    private void chunk(ChatChunk chunk) {
        if (chunk.error() != null) {
            ApiError error = chunk.error();
            fail(errors.errorInStream(error.errorCode(error.statusInStream()), error.message()));
            return;
        }
        if (chunk.usage() != null) {
            usage = chunk.usage();
        }
        if (chunk.content() != null && !chunk.content().isEmpty()) {
            listener.token(chunk.content());
        }
        if (chunk.finishReason() != null) {
            finishReason = ProviderText.bounded(chunk.finishReason());
        }
    }

    private void fail(ProviderException reason) {
        failure = reason;
        over = true;
    }

    /**
     * Returns the completion when it is over or the connection has ended.
     *
     * @param cause why the connection ended; null when it ended cleanly
     * @throws ProviderException when the completion is not whole
     */
    LlmCompletion completion(Throwable cause) throws ProviderException {
        if (failure != null) {
            throw failure;
        }
        if (finishReason == null) {
            throw errors.truncated(cause);
        }
        return new LlmCompletion(finishReason, usage);
    }
}
