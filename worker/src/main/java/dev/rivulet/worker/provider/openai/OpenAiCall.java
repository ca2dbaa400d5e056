package dev.rivulet.worker.provider.openai;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One chat completion. The caller's thread blocks; everything else happens on one event loop, which reads many
 * responses: a token does not have to wake a thread of its own.
 */
final class OpenAiCall implements LlmCall {

    private static final int LONGEST_ERROR_BODY = 16 * 1024;
    /**
     * How long a server may take after {@code [DONE]} to end the response, so that its connection can be used again.
     */
    private static final long LINGER_MS = 1_000;

    private final ProviderErrors errors;
    private final String model;
    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions target;
    private final Buffer body;
    private final CompletableFuture<LlmCompletion> end = new CompletableFuture<>();
    private volatile Context loop; // null until the call begins
    private volatile boolean stopped;
    private HttpClientRequest request; // this and the next: only on the event loop
    private boolean responseEnded;

    OpenAiCall(ProviderErrors errors, String model, Vertx vertx, HttpClient client, RequestOptions target,
            Buffer body) {
        this.errors = errors;
        this.model = model;
        this.vertx = vertx;
        this.client = client;
        this.target = target;
        this.body = body;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        listener.requestSent(errors.provider(), model);
        Context own = vertx.getOrCreateContext();
        loop = own;
        own.runOnContext(go -> send(listener));
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
            begun.runOnContext(go -> broken(null));
        }
    }

    private void send(CompletionListener listener) {
        if (stopped) {
            broken(null);
            return;
        }
        client.request(target).onFailure(this::broken).onSuccess(connected -> {
            request = connected;
            if (end.isDone()) {
                connected.reset();
            } else {
                connected.send(body).onFailure(this::broken).onSuccess(response -> readResponse(response, listener));
            }
        });
    }

    private void readResponse(HttpClientResponse response, CompletionListener listener) {
        if (response.statusCode() / 100 != 2) {
            refused(response);
        } else if (!header(response, "Content-Type").toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            fail(errors.notAnEventStream());
        } else {
            ChatStream stream = new ChatStream(errors, listener);
            response.handler(bytes -> read(stream, bytes)).endHandler(v -> {
                responseEnded = true;
                conclude(stream, null);
            })
                    .exceptionHandler(cause -> conclude(stream, cause));
        }
    }

    private void read(ChatStream stream, Buffer bytes) {
        if (end.isDone()) {
            return;
        }
        try {
            stream.read(bytes.getBytes());
        } catch (RuntimeException fault) {
            fail(fault);
            return;
        }
        if (stream.over()) {
            conclude(stream, null);
            vertx.setTimer(LINGER_MS, late -> closeUnlessEnded());
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

    private void refused(HttpClientResponse response) {
        Buffer said = Buffer.buffer();
        response.handler(part -> {
            said.appendBuffer(part);
            if (said.length() > LONGEST_ERROR_BODY) {
                fail(refusal(response, said));
            }
        }).endHandler(v -> {
            responseEnded = true;
            fail(refusal(response, said));
        }).exceptionHandler(v -> fail(refusal(response, said)));
    }

    private ProviderException refusal(HttpClientResponse response, Buffer said) {
        int status = response.statusCode();
        ApiError error = ApiError.parse(said.toString());
        return errors.errorStatus(error.errorCode(status), status, error.message(), header(response, "Retry-After"));
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
