package dev.rivulet.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The client's connections and threads. Thread-safe.
 *
 * <p>Only HTTP/1.1: over HTTP/2 the JDK's client puts all streams to a host on one connection and fails past the
 * server's stream limit (JDK-8225647). Requests have no {@code timeout}: since JDK 26 it also covers the body
 * (JDK-8208693).
 */
final class Transport implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    final ClientSettings settings;
    private final GatewayPool gateways;
    private final ExecutorService threads;
    private final HttpClient http;
    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();

    Transport(ClientSettings settings, Consumer<HttpClient.Builder> customization) {
        this.settings = settings;
        gateways = new GatewayPool(settings.gateways());
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon()
                .name("rivulet-client-" + number.incrementAndGet()).unstarted(task));
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(settings.connectTimeout());
        customization.accept(builder);
        http = builder.version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    }

    /** A stream that is closed together with the client. */
    interface OpenStream {
        void close();
    }

    void register(OpenStream stream) {
        open.add(stream);
        if (closing.isDone()) {
            stream.close();
        }
    }

    void unregister(OpenStream stream) {
        open.remove(stream);
    }

    RetryLoop retryLoop(Deadline deadline, CompletableFuture<Void> until, Supplier<ReadProgress> progress) {
        return new RetryLoop(settings, gateways, deadline, until, progress);
    }

    /** @param path begins with {@code /}; may have a query */
    HttpRequest.Builder request(URI gateway, String path) {
        String base = gateway.toString();
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path));
        settings.headers().forEach(request::header);
        return request;
    }

    CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> stream(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofPublisher());
    }

    /** Sends an idempotent request, with retries. */
    <T> T call(RequestFactory request, ResponseReader<T> reader) {
        RetryLoop retries = retryLoop(Deadline.in(null), closing, () -> ReadProgress.NONE);
        return retries.run(() -> call(request, reader, retries), () -> {});
    }

    private <T> T call(RequestFactory request, ResponseReader<T> reader, RetryLoop retries)
            throws RetryableException, InterruptedException {
        HttpResponse<String> response = retries
                .await(http.sendAsync(request.to(retries.gateway()), BodyHandlers.ofString()));
        if (response.statusCode() / 100 == 2) {
            T value = read(reader, response);
            retries.succeeded();
            return value;
        }
        throw ErrorResponses.toException(response.statusCode(), response.headers(), response.body(),
                ReadProgress.NONE);
    }

    private static <T> T read(ResponseReader<T> reader, HttpResponse<String> response) throws RetryableException {
        try {
            return reader.read(response.body());
        } catch (IOException unreadable) {
            throw new RetryableException(unreadable.getMessage(), unreadable, null);
        }
    }

    /** Makes the request for a gateway. */
    interface RequestFactory {
        HttpRequest to(URI gateway);
    }

    /** Converts a response body. */
    interface ResponseReader<T> {
        T read(String body) throws IOException;
    }

    /** Closes the open streams, then ends the threads. */
    @Override
    public void close() {
        closing.complete(null);
        open.forEach(OpenStream::close);
        http.shutdownNow();
        threads.shutdown();
        try {
            http.awaitTermination(CLOSE_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
