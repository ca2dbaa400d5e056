package dev.rivulet.gateway;

import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.wait.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client with all its streams on one HTTP/2 connection, whose windows a test chooses. Thread-safe. */
public final class Http2Client implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http;
    private final int port;

    /**
     * @param streamWindow how much of a response may come before it is read, in bytes
     * @param connectionWindow how much of all responses together
     */
    public Http2Client(TestAuthority authority, int port, int streamWindow, int connectionWindow) {
        this.port = port;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setSsl(true).setUseAlpn(true)
                        .setTrustOptions(new PemTrustOptions().addCertPath(authority.certificate().toString()))
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(streamWindow))
                        .setHttp2ConnectionWindowSize(connectionWindow),
                new PoolOptions().setHttp2MaxSize(1));
    }

    /** With the windows that HTTP/2 begins with. */
    public Http2Client(TestAuthority authority, int port) {
        this(authority, port, Http2Settings.DEFAULT_INITIAL_WINDOW_SIZE, -1);
    }

    /** A response. Nothing of its body is read before {@link #read}. */
    public static final class Response {

        private final HttpClientResponse response;
        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        private Response(HttpClientResponse response) {
            this.response = response;
            response.pause();
            response.handler(part -> text.append(part.toString(StandardCharsets.UTF_8)));
            response.endHandler(end -> whole.complete(text.toString()));
            response.exceptionHandler(whole::completeExceptionally);
        }

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.getHeader(name);
        }

        public HttpVersion version() {
            return response.version();
        }

        /** Begins to read, and does not wait. */
        public Response read() {
            response.resume();
            return this;
        }

        /** Returns what was read so far. */
        public String text() {
            return text.toString();
        }

        /** Reads to the end. */
        public String rest() {
            return Http2Client.await(read().whole);
        }

        /** Returns why the stream was lost. Waits for that. */
        public Throwable loss() {
            return await(whole.handle((end, failure) -> failure));
        }
    }

    public Response get(String path) {
        return get(path, List.of());
    }

    /** @param headers names and values, in turn */
    public Response get(String path, List<String> headers) {
        HttpClientRequest request = open(HttpMethod.GET, path);
        for (int i = 0; i < headers.size(); i += 2) {
            request.headers().add(headers.get(i), headers.get(i + 1));
        }
        return await(request.send().map(Response::new));
    }

    public Response post(String path, String json) {
        HttpClientRequest request = open(HttpMethod.POST, path).putHeader("Content-Type", "application/json")
                .putHeader("Accept", "text/event-stream");
        return await(request.send(json).map(Response::new));
    }

    /** Begins a request, and leaves what follows to the caller. */
    public HttpClientRequest open(HttpMethod method, String path) {
        return await(http.request(new RequestOptions().setHost("127.0.0.1").setPort(port).setMethod(method)
                .setURI(path)));
    }

    /** Begins a request with a body, of which a part is sent. */
    public HttpClientRequest begin(String path) {
        HttpClientRequest request = open(HttpMethod.POST, path).setChunked(true);
        request.headers().setAll(Map.of("Content-Type", "application/json"));
        await(request.write("{"));
        return request;
    }

    private static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
