package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import java.io.ByteArrayOutputStream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Makes OkHttp's request of one of Anthropic's library. */
final class OkHttpRequests {

    private OkHttpRequests() {}

    static Request of(HttpRequest request) {
        Request.Builder wire = new Request.Builder().url(request.url()).method(request.method().name(),
                body(request.body().orElseThrow()));
        for (String name : request.headers().names()) {
            request.headers().values(name).forEach(value -> wire.addHeader(name, value));
        }
        // By default OkHttp asks for gzip, which delays tokens.
        return wire.header("Accept-Encoding", "identity").build();
    }

    private static RequestBody body(HttpRequestBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        return RequestBody.create(bytes.toByteArray(), MediaType.get(body.contentType()));
    }
}
