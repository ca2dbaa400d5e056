package dev.rivulet.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.function.Supplier;

/**
 * A sequence of events over any number of connections: each new connection begins after the last event that was read,
 * so no event is lost or repeated. One thread reads; any thread may close.
 *
 * @param <T> the type that events are converted to
 */
final class ReconnectingEventStream<T> implements Transport.OpenStream {

    /**
     * The media types that requests accept. Without the second, a gateway that cannot serve a stream now sends an empty
     * one in place of a status and its reason.
     */
    static final String ACCEPTED = "text/event-stream, application/problem+json";
    private static final String EVENT_STREAM = "text/event-stream";
    /** The event that ends a stream which the gateway cannot continue, with problem details. */
    private static final String PROBLEM = "problem";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Transport transport;
    private final Source<T> source;
    private final Supplier<ReadProgress> progress;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final RetryLoop retries;
    private volatile String cursor; // null before the first event
    private volatile SseConnection connection; // null while not connected

    /** Makes the requests and converts the events. */
    interface Source<T> {

        /** @param cursor the event to continue after; null to start at the beginning */
        HttpRequest request(URI gateway, String cursor);

        /** Called when a response has begun. */
        void accepted(HttpHeaders headers) throws RetryableException;

        /**
         * @return null if the event is not of interest
         * @throws IOException if the event is invalid; it is then requested again
         */
        T read(SseEvent event) throws IOException;
    }

    /** @param cursor the event to start after; null to start at the beginning */
    ReconnectingEventStream(Transport transport, Source<T> source, String cursor, Deadline deadline,
            Supplier<ReadProgress> progress) {
        this.transport = transport;
        this.source = source;
        this.cursor = cursor;
        this.progress = progress;
        retries = transport.retryLoop(deadline, closing, progress);
        transport.register(this);
    }

    String cursor() {
        return cursor;
    }

    void requireOpen() {
        retries.requireOpen();
    }

    /** Waits until a gateway has begun its response. */
    void connect() {
        if (connection == null) {
            retries.run(this::open, this::disconnect);
        }
    }

    /** Waits for the next event of interest; returns null if the gateway says that no events remain (HTTP 204). */
    T next() {
        return retries.run(this::read, this::disconnect);
    }

    private T read() throws RetryableException, InterruptedException {
        while (connection != null || open()) {
            retries.requireOpen();
            SseConnection current = connection;
            if (current == null) {
                continue; // closed concurrently
            }
            Duration silenceLeft = transport.settings.silenceLimit().minus(current.silence());
            switch (current.take(retries.deadline().cap(silenceLeft))) {
                case SseConnection.Signal.Received(SseEvent event) -> {
                    T value = decode(event);
                    cursor = event.id() == null ? cursor : event.id();
                    retries.succeeded();
                    if (value != null) {
                        return value;
                    }
                }
                case SseConnection.Signal.Ended(Throwable cause) -> {
                    retries.requireOpen();
                    throw new RetryableException("the connection to " + retries.gateway() + " ended", cause,
                            current.retry());
                }
                case null -> {
                    retries.requireOpen();
                    requireNotSilent(current);
                }
            }
        }
        return null;
    }

    private T decode(SseEvent event) throws RetryableException {
        try {
            if (event.type().equals(PROBLEM)) {
                ProblemDetails problem = event.read(ProblemDetails.class);
                throw ErrorResponses.toException(problem, null, progress.get());
            }
            return source.read(event);
        } catch (RetryableException retryable) {
            throw retryable;
        } catch (IOException unreadable) {
            throw new RetryableException(unreadable.getMessage(), unreadable, null);
        }
    }

    private void requireNotSilent(SseConnection current) throws RetryableException {
        if (current.silence().compareTo(transport.settings.silenceLimit()) >= 0) {
            throw new RetryableException(
                    retries.gateway() + " sent nothing for " + transport.settings.silenceLimit(),
                    null, null);
        }
    }

    /** @return false if no events remain */
    private boolean open() throws RetryableException, InterruptedException {
        HttpRequest request = source.request(retries.gateway(), cursor);
        CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> pending = transport.stream(request);
        HttpResponse<Publisher<List<ByteBuffer>>> response;
        try {
            response = retries.await(pending);
        } catch (RetryableException | InterruptedException | RuntimeException givenUp) {
            // The response may have arrived meanwhile: it must not stay open unread.
            pending.thenAccept(late -> SseConnection.of(late.body()).close());
            throw givenUp;
        }
        if (response.statusCode() == NO_CONTENT) {
            SseConnection.of(response.body()).close();
            return false;
        }
        if (response.statusCode() != OK) {
            throw ErrorResponses.toException(response.statusCode(), response.headers(), text(response), progress.get());
        }
        if (!response.headers().firstValue("Content-Type").orElse("").startsWith(EVENT_STREAM)) {
            SseConnection.of(response.body()).close();
            throw new RetryableException(retries.gateway() + " did not send an event stream", null, null);
        }
        connection = SseConnection.of(response.body());
        source.accepted(response.headers());
        if (closing.isDone()) {
            disconnect();
        }
        return true;
    }

    private String text(HttpResponse<Publisher<List<ByteBuffer>>> response)
            throws RetryableException, InterruptedException {
        BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
        response.body().subscribe(text);
        return retries.await(text.getBody().toCompletableFuture());
    }

    private void disconnect() {
        SseConnection current = connection;
        if (current != null) {
            connection = null;
            current.close();
        }
    }

    /** Closes the stream; the reader then fails with {@link StreamClosedException}. Any thread; idempotent. */
    @Override
    public void close() {
        closing.complete(null);
        transport.unregister(this);
        disconnect();
    }
}
