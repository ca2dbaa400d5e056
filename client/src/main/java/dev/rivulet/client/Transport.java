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
 * <p>HTTP/1.1 is forced: over HTTP/2 the JDK's client puts all streams to a host on one connection and fails past the
 * server's limit (JDK-8225647). Requests have no {@code timeout}: from JDK 26 on it covers the body as well (JDK-8208693).
 */
final class Transport implements AutoCloseable {

    private static final Duration STOPPING = Duration.ofSeconds(5);

    final Settings settings;
    private final Gateways gateways;
    private final ExecutorService threads;
    private final HttpClient http;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();

    Transport(Settings settings, Consumer<HttpClient.Builder> customization) {
        this.settings = settings;
        gateways = new Gateways(settings.gateways());
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon()
                .name("rivulet-client-" + number.incrementAndGet()).unstarted(task));
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(settings.connectTimeout());
        customization.accept(builder);
        http = builder.version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    }

    /** Something that ends when the client is closed. */
    interface Closeable {
        void close();
    }

    void opened(Closeable stream) {
        open.add(stream);
        if (closing.isDone()) {
            stream.close();
        }
    }

    void closed(Closeable stream) {
        open.remove(stream);
    }

    Tries tries(Deadline deadline, CompletableFuture<Void> until, Supplier<Progress> progress) {
        return new Tries(settings, gateways, deadline, until, progress);
    }

    /** @param path with its query, from {@code /} on */
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

    /** Makes a request for which it does not matter how often it arrives. */
    <T> T call(Requests request, Reply<T> reply) {
        return call(request, reply, tries(Deadline.in(null), closing, () -> Progress.NONE));
    }

    private <T> T call(Requests request, Reply<T> reply, Tries tries) {
        while (true) {
            try {
                HttpResponse<String> response = tries
                        .await(http.sendAsync(request.to(tries.gateway()), BodyHandlers.ofString()));
                if (response.statusCode() / 100 == 2) {
                    T value = read(reply, response);
                    tries.worked();
                    return value;
                }
                throw Responses.refusal(response.statusCode(), response.headers(), response.body(), Progress.NONE);
            } catch (LostException lost) {
                retry(tries, lost);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ReadInterruptedException(interrupted, Progress.NONE);
            }
        }
    }

    private static <T> T read(Reply<T> reply, HttpResponse<String> response) throws LostException {
        try {
            return reply.read(response.body());
        } catch (IOException unreadable) {
            throw new LostException(unreadable.getMessage(), unreadable, null);
        }
    }

    private static void retry(Tries tries, LostException lost) {
        try {
            tries.failed(lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(interrupted, Progress.NONE);
        }
    }

    /** Makes the request for a gateway. */
    interface Requests {
        HttpRequest to(URI gateway);
    }

    /** Reads a response. */
    interface Reply<T> {
        T read(String body) throws IOException;
    }

    /** Ends the open streams, and then the threads. */
    @Override
    public void close() {
        closing.complete(null);
        open.forEach(Closeable::close);
        http.shutdownNow();
        threads.shutdown();
        try {
            http.awaitTermination(STOPPING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
