package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;

/**
 * Reads the events of one streamed answer, on one thread. Only an answer with a finish reason is complete: a stream that
 * just ends, cleanly or not, was cut short.
 */
final class ChatStream extends EventSourceListener {

    private static final ObjectReader CHUNK = ChatChunk.JSON.readerFor(ChatChunk.class);
    private static final String END = "[DONE]";

    private final String provider;
    private final Consumer<String> tokens;
    private String finishReason;
    private Usage usage;
    private Throwable failure;

    ChatStream(String provider, Consumer<String> tokens) {
        this.provider = provider;
        this.tokens = tokens;
    }

    @Override
    public void onEvent(EventSource source, String id, String type, String data) {
        if (END.equals(data)) {
            // The library reads on until the connection ends; a server may keep it open.
            throw Finished.INSTANCE;
        }
        chunk(read(data));
    }

    private ChatChunk read(String data) {
        Throwable cause = null;
        try {
            ChatChunk chunk = CHUNK.readValue(data);
            if (chunk != null) {
                return chunk;
            }
        } catch (JsonProcessingException unreadable) {
            cause = unreadable;
        }
        throw new Rejected(new ProviderException(ErrorCode.UPSTREAM_INVALID,
                "The provider " + provider + " sent something that is not a chat completion.", cause));
    }

    private void chunk(ChatChunk chunk) {
        if (chunk.error() != null) {
            ApiError error = chunk.error();
            throw new Rejected(new ProviderException(error.meaning(error.statusInStream()),
                    error.sentence("The provider " + provider + " broke the answer off")));
        }
        if (chunk.usage() != null) {
            ChatChunk.TokenUsage counted = chunk.usage();
            usage = new Usage(counted.promptTokens(), counted.completionTokens(), counted.totalTokens());
        }
        ChatChunk.Choice choice = chunk.choice();
        if (choice != null) {
            if (choice.delta() != null && choice.delta().content() != null && !choice.delta().content().isEmpty()) {
                tokens.accept(choice.delta().content());
            }
            if (choice.finishReason() != null) {
                finishReason = ForeignText.bounded(choice.finishReason());
            }
        }
    }

    @Override
    public void onFailure(EventSource source, Throwable cause, Response response) {
        failure = cause;
    }

    /** The end of the answer, once the response was processed. */
    LlmCompletion completion() throws ProviderException {
        if (failure instanceof Rejected rejected) {
            throw rejected.reason;
        }
        if (failure instanceof RuntimeException fault && fault != Finished.INSTANCE) {
            throw fault;
        }
        if (finishReason == null) {
            throw new ProviderException(ErrorCode.UPSTREAM_TRUNCATED,
                    "The provider " + provider + " ended the answer without a finish reason: it is cut short.",
                    failure);
        }
        return new LlmCompletion(finishReason, usage);
    }

    /** Leaves the library's read loop: the answer is complete. */
    private static final class Finished extends RuntimeException {
        static final Finished INSTANCE = new Finished();

        private Finished() {
            super("finished", null, false, false);
        }
    }

    /** Leaves the library's read loop with a reason. */
    private static final class Rejected extends RuntimeException {
        private final ProviderException reason;

        Rejected(ProviderException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
