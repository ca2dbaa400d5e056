package dev.rivulet.testkit.sse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSources;

/**
 * Opens any number of event streams over HTTP/1.1, each with its own connection and virtual thread. No retries and no
 * read timeout: a test sees what the server did. Thread-safe.
 */
public final class SseClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final MediaType JSON = MediaType.get("application/json");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OkHttpClient http;
    private final EventSource.Factory streams;

    public SseClient() {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        http = new OkHttpClient.Builder().dispatcher(dispatcher).protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(CONNECT_TIMEOUT).readTimeout(Duration.ZERO).retryOnConnectionFailure(false)
                .followRedirects(false).build();
        streams = EventSources.createFactory(http);
    }

    public SseStream get(String url) {
        return get(url, Map.of());
    }

    /** Opens a stream. Returns at once; the stream reports the outcome. */
    public SseStream get(String url, Map<String, String> headers) {
        return open(new Request.Builder().url(url).headers(Headers.of(headers)).build());
    }

    /** Posts JSON and reads the response as an event stream. Returns at once. */
    public SseStream post(String url, String json, Map<String, String> headers) {
        return open(new Request.Builder().url(url).headers(Headers.of(headers)).post(RequestBody.create(json, JSON))
                .build());
    }

    private SseStream open(Request request) {
        Request accepting = request.header("Accept") != null
                ? request
                : request.newBuilder().header("Accept", "text/event-stream").build();
        SseStream stream = new SseStream();
        stream.attach(streams.newEventSource(accepting, stream.listener()));
        return stream;
    }

    /** Closes all streams, connections and threads. */
    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.connectionPool().evictAll();
        threads.close();
    }
}
