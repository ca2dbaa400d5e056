package dev.rivulet.local.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/** A call over HTTP/1.1, whose response may be one that does not end. */
final class HttpCall {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int BUFFER = 8 << 10;

    private HttpCall() {}

    /**
     * Sends a request.
     *
     * @param body empty for none
     * @param enough is given the body so far: whether the rest does not matter
     */
    static Response send(String method, String url, String body, Map<String, String> headers,
            Predicate<String> enough) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        headers.forEach(request::header);
        if (body.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        try {
            HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return new Response(response.statusCode(), response.headers().map(), read(in, enough));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static String read(InputStream in, Predicate<String> enough) throws IOException {
        StringBuilder body = new StringBuilder();
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            body.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            if (enough.test(body.toString())) {
                break;
            }
        }
        return body.toString();
    }
}
