package dev.rivulet.worker.provider.openai;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.failure.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * One chat completion. The caller's thread writes the request, then blocks; the rest happens on one event loop, which
 * reads many responses: a token does not have to wake a thread of its own.
 */
final class OpenAiCall implements LlmCall {

    private static final int LONGEST_ERROR_BODY = 16 * 1024;

    private final OpenAiServer server;
    private final ProviderErrors errors;
    private final LlmRequest turn;
    private final CompletableFuture<LlmCompletion> end = new CompletableFuture<>();
    private volatile Context loop; // null until the call begins
    private volatile boolean stopped;
    private HttpClientRequest request; // this and the next: only on the event loop
    private boolean responseEnded;
    private boolean finishing;

    OpenAiCall(OpenAiServer server, ProviderErrors errors, LlmRequest turn) {
        this.server = server;
        this.errors = errors;
        this.turn = turn;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        boolean completionTokens = server.tokenLimit().isCompletionTokens(turn.model());
        Buffer body = body(completionTokens);
        listener.requestSent(errors.provider(), turn.model());
        Context own = server.loops().vertx().getOrCreateContext();
        loop = own;
        run(own, () -> send(body, listener, completionTokens));
        try {
            return end.get();
        } catch (InterruptedException stop) {
            stop(Stop.CANCELLED);
            Thread.currentThread().interrupt();
            throw errors.unreachable(stop);
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case ProviderException reason -> throw reason;
                case RuntimeException fault -> throw fault;
                default -> throw errors.unreachable(failure.getCause());
            }
        }
    }

    @Override
    public void stop(Stop reason) {
        stopped = true;
        Context begun = loop;
        if (begun != null) {
            run(begun, () -> broken(null));
        }
    }

    /** Runs a task on the call's loop, also while that rests between two ticks. */
    private void run(Context begun, Runnable task) {
        begun.runOnContext(go -> task.run());
        server.loops().ticks().wake();
    }

    /**
     * Takes time in proportion to the prompt: not for the event loop.
     *
     * @param completionTokens whether the token limit is {@code max_completion_tokens}
     * @throws IllegalArgumentException when the request cannot be written, such as text with an unpaired surrogate
     */
    private Buffer body(boolean completionTokens) {
        return Buffer.buffer(ChatRequest.of(turn, server.continuation(), completionTokens).json(turn.options()));
    }

    private void send(Buffer body, CompletionListener listener, boolean completionTokens) {
        if (stopped) {
            broken(null);
            return;
        }
        server.client().request(server.target()).onFailure(this::broken).onSuccess(connected -> {
            request = connected;
            responseEnded = false;
            if (end.isDone()) {
                connected.reset();
            } else {
                connected.send(body).onFailure(this::broken)
                        .onSuccess(response -> readResponse(response, listener, completionTokens));
            }
        });
    }

    private void readResponse(HttpClientResponse response, CompletionListener listener, boolean completionTokens) {
        if (response.statusCode() / 100 != 2) {
            refused(response, error -> {
                if (!completionTokens && server.tokenLimit().isRefused(turn.model(), response.statusCode(), error)) {
                    closeUnlessEnded();
                    loop.executeBlocking(() -> body(true)).onFailure(this::broken)
                            .onSuccess(body -> send(body, listener, true));
                } else {
                    fail(errors.refused(head(response), error.reported()));
                }
            });
        } else if (!header(response, "Content-Type").toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            fail(errors.notAnEventStream());
        } else {
            ChatStream stream = new ChatStream(errors, head(response), listener);
            response.handler(bytes -> read(stream, bytes)).endHandler(v -> {
                responseEnded = true;
                conclude(stream, null);
            }).exceptionHandler(cause -> conclude(stream, cause));
        }
    }

    private void read(ChatStream stream, Buffer bytes) {
        if (end.isDone()) {
            return;
        }
        server.loops().ticks().reading(task -> loop.runOnContext(v -> task.run()));
        try {
            stream.read(bytes.getBytes());
        } catch (RuntimeException fault) {
            fail(fault);
            return;
        }
        if (stream.over()) {
            conclude(stream, null);
        }
        if (!finishing && (stream.over() || stream.finished())) {
            // The server may now send the usage, and end the response so that its connection can be used again.
            finishing = true;
            server.loops().vertx().setTimer(server.finishMs(), late -> {
                conclude(stream, null);
                closeUnlessEnded();
            });
        }
    }

    /**
     * Closes the connection unless the response has ended: then the connection may serve another call, which a reset
     * would break.
     */
    private void closeUnlessEnded() {
        if (!responseEnded) {
            request.reset();
        }
    }

    private void conclude(ChatStream stream, Throwable cause) {
        if (!end.isDone()) {
            try {
                end.complete(stream.completion(cause));
            } catch (ProviderException failure) {
                fail(failure);
            }
        }
    }

    /** @param then gets what the server says about it, as far as that can be read; called once, unless cancelled */
    private void refused(HttpClientResponse response, Consumer<ApiError> then) {
        Buffer said = Buffer.buffer();
        response.handler(part -> {
            if (said.length() <= LONGEST_ERROR_BODY) {
                said.appendBuffer(part);
                if (said.length() > LONGEST_ERROR_BODY) {
                    then.accept(ApiError.parse(said.toString()));
                }
            }
        }).endHandler(v -> {
            responseEnded = true;
            if (said.length() <= LONGEST_ERROR_BODY) {
                then.accept(ApiError.parse(said.toString()));
            }
        }).exceptionHandler(v -> {
            if (said.length() <= LONGEST_ERROR_BODY) {
                fail(errors.refused(head(response), ApiError.parse(said.toString()).reported()));
            }
        });
    }

    private static ResponseHead head(HttpClientResponse response) {
        return ResponseHead.of(response.statusCode(), response::getHeader);
    }

    private static String header(HttpClientResponse response, String name) {
        String value = response.getHeader(name);
        return value == null ? "" : value;
    }

    private void broken(Throwable cause) {
        fail(errors.unreachable(cause));
    }

    /** Ends the call and closes the connection. */
    private void fail(Exception reason) {
        if (end.completeExceptionally(reason) && request != null) {
            closeUnlessEnded();
        }
    }
}
