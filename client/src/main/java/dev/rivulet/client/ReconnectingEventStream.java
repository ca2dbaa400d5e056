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
 * One sequence of events over as many connections as it takes: what was lost with a connection comes again on the next,
 * which begins after the newest event that was read. One thread reads at a time; any thread may close.
 *
 * @param <T> what events are read as
 */
final class ReconnectingEventStream<T> implements Transport.OpenStream {

    static final String EVENT_STREAM = "text/event-stream";
    /** The stream cannot go on, for a reason that is not the turn's. */
    private static final String PROBLEM = "problem";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Transport transport;
    private final Source<T> source;
    private final Supplier<ReadProgress> progress;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final RetryLoop retries;
    private volatile String cursor; // null before the first event
    private volatile SseConnection connection; // null while there is none

    /** Where the events come from, and what they are. */
    interface Source<T> {

        /** @param cursor null: from the beginning */
        HttpRequest request(URI gateway, String cursor);

        /** The response has begun. */
        void accepted(HttpHeaders headers) throws RetryableException;

        /**
         * @return null: nothing that a reader wants to know
         * @throws IOException when the event makes no sense; it will be asked for again
         */
        T read(SseEvent event) throws IOException;
    }

    /** @param cursor where to begin; null: at the beginning */
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

    /** Waits until a gateway serves the events. */
    void connect() {
        if (connection == null) {
            withRetries(this::open);
        }
    }

    /** The next event that means something; null when a gateway says that nothing remains. */
    T next() {
        return withRetries(this::read);
    }

    private T read() throws RetryableException, InterruptedException {
        while (connection != null || open()) {
            retries.requireOpen();
            SseConnection current = connection;
            if (current == null) {
                continue; // closed a moment ago
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
                    retries.gateway() + " has said nothing for " + transport.settings.silenceLimit(),
                    null, null);
        }
    }

    /** @return false when nothing remains to be read */
    private boolean open() throws RetryableException, InterruptedException {
        HttpRequest request = source.request(retries.gateway(), cursor);
        CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> pending = transport.stream(request);
        HttpResponse<Publisher<List<ByteBuffer>>> response;
        try {
            response = retries.await(pending);
        } catch (RetryableException | InterruptedException | RuntimeException givenUp) {
            // It may have come a moment ago, and must not stay open unread.
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
            throw new RetryableException(retries.gateway() + " sent something else than events", null, null);
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

    private <R> R withRetries(Call<R> call) {
        try {
            while (true) {
                try {
                    return call.run();
                } catch (RetryableException failure) {
                    disconnect();
                    retries.awaitRetry(failure);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(interrupted, progress.get());
        }
    }

    private interface Call<R> {
        R run() throws RetryableException, InterruptedException;
    }

    private void disconnect() {
        SseConnection current = connection;
        if (current != null) {
            connection = null;
            current.close();
        }
    }

    /** Any thread, again and again. */
    @Override
    public void close() {
        closing.complete(null);
        transport.unregister(this);
        disconnect();
    }
}
