package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import okhttp3.Response;

/** OkHttp's response as Anthropic's library reads it, on the call's thread. */
final class OkHttpResponse implements HttpResponse {

    private static final int LONGEST_ERROR_BODY = 16 * 1024;

    private final Response response;
    private final BoundedEventStream events;

    OkHttpResponse(Response response) {
        this.response = response;
        this.events = new BoundedEventStream(response.body().byteStream());
    }

    @Override
    public int statusCode() {
        return response.code();
    }

    @Override
    public Headers headers() {
        Headers.Builder headers = Headers.builder();
        response.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
        return headers.build();
    }

    @Override
    public InputStream body() {
        if (response.isSuccessful()) {
            return events;
        }
        try {
            return response.peekBody(LONGEST_ERROR_BODY).byteStream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    void eventRead() {
        events.eventRead();
    }

    @Override
    public void close() {
        response.close();
    }
}
