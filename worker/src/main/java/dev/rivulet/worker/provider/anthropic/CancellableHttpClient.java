package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.OkHttpClient;

/**
 * The HTTP client that Anthropic's library uses for one call. For the call's thread, except {@link #cancel}, which may
 * be called on any thread at any time. Does not use OkHttp's dispatcher, which limits the calls to one host.
 */
final class CancellableHttpClient implements HttpClient {

    private final OkHttpClient client;
    private volatile boolean cancelled;
    private Call call; // guarded by this
    private OkHttpResponse response;

    CancellableHttpClient(OkHttpClient client) {
        this.client = client;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        try {
            response = new OkHttpResponse(newCall(request).execute());
            return response;
        } catch (IOException broken) {
            throw new AnthropicIoException("no response", broken);
        }
    }

    private synchronized Call newCall(HttpRequest request) throws IOException {
        if (cancelled) {
            throw new IOException("cancelled");
        }
        call = client.newCall(OkHttpRequests.of(request));
        return call;
    }

    /** Closes the connection, or keeps it from being opened. */
    void cancel() {
        cancelled = true;
        close(currentCall());
    }

    private synchronized Call currentCall() {
        return call;
    }

    private static void close(Call call) {
        if (call != null) {
            call.cancel();
        }
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Returns whether a response has begun. */
    boolean hasResponse() {
        return response != null;
    }

    /** An event was read: counts the bytes of the next one from here. */
    void eventRead() {
        response.eventRead();
    }

    /**
     * Ends the call.
     *
     * @param complete whether the whole response was read, so that the connection can be used again
     */
    void end(boolean complete) {
        if (!complete) {
            close(currentCall());
        }
        if (response != null) {
            response.close();
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        throw new UnsupportedOperationException("a call blocks its own thread");
    }

    /** Does nothing: the library may close a client before its call has ended. A call ends with {@link #end}. */
    @Override
    public void close() {}
}
