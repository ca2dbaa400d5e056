package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.AnswerListener;
import dev.rivulet.worker.provider.EventTooLongException;
import dev.rivulet.worker.provider.Failures;
import dev.rivulet.worker.provider.ForeignText;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one streamed answer, on one thread. Only an answer with a finish reason is complete: a stream that just ends,
 * cleanly or not, was cut short.
 */
final class ChatStream {

    private static final byte[] END = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Failures failures;
    private final AnswerListener answer;
    private final EventDecoder events = new EventDecoder(EventTooLongException.LONGEST_EVENT, this::event);
    private boolean over;
    private String finishReason;
    private Usage usage;
    private ProviderException failure;

    ChatStream(Failures failures, AnswerListener answer) {
        this.failures = failures;
        this.answer = answer;
    }

    void read(byte[] bytes) {
        try {
            events.read(bytes);
        } catch (EventTooLongException tooLong) {
            fail(failures.invalid(tooLong));
        }
    }

    /** Whether the rest of the stream does not matter. A server may keep the connection open after the end mark. */
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
            fail(failures.invalid(unreadable));
        }
    }

    private void chunk(ChatChunk chunk) {
        if (chunk.error() != null) {
            ApiError error = chunk.error();
            fail(failures.brokenOff(error.meaning(error.statusInStream()), error.message()));
            return;
        }
        if (chunk.usage() != null) {
            usage = chunk.usage();
        }
        if (chunk.content() != null && !chunk.content().isEmpty()) {
            answer.token(chunk.content());
        }
        if (chunk.finishReason() != null) {
            finishReason = ForeignText.bounded(chunk.finishReason());
        }
    }

    private void fail(ProviderException reason) {
        failure = reason;
        over = true;
    }

    /**
     * What the answer came to, when it is over or the connection has ended.
     *
     * @param cause why the connection ended; null when that was in good order
     */
    LlmCompletion completion(Throwable cause) throws ProviderException {
        if (failure != null) {
            throw failure;
        }
        if (finishReason == null) {
            throw failures.truncated(cause);
        }
        return new LlmCompletion(finishReason, usage);
    }
}
