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
 * What Anthropic's library sends the request of one call over. Used by the call's thread, but for {@link #cancel}, which
 * any thread may call in any state. OkHttp's dispatcher, which lets few calls to one host through, has no part in it.
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
            response = new OkHttpResponse(begin(request).execute());
            return response;
        } catch (IOException broken) {
            throw new AnthropicIoException("no response", broken);
        }
    }

    private synchronized Call begin(HttpRequest request) throws IOException {
        if (cancelled) {
            throw new IOException("cancelled");
        }
        call = client.newCall(OkHttpRequests.of(request));
        return call;
    }

    /** Closes the connection; before it is there, there will be none. */
    void cancel() {
        cancelled = true;
        close(begun());
    }

    private synchronized Call begun() {
        return call;
    }

    private static void close(Call begun) {
        if (begun != null) {
            begun.cancel();
        }
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Whether a response has begun. */
    boolean answered() {
        return response != null;
    }

    /** An event has been read: the next one may be as long as an event may be. */
    void eventRead() {
        response.eventRead();
    }

    /** @param complete whether the whole answer was read, so that the connection can serve another call */
    void end(boolean complete) {
        if (!complete) {
            close(begun());
        }
        if (response != null) {
            response.close();
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        throw new UnsupportedOperationException("a call blocks its own thread");
    }

    /** The library closes what it was given when it forgets it; a call ends with {@link #end}. */
    @Override
    public void close() {}
}
