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
final class EventFeed<T> implements Transport.Closeable {

    static final String EVENT_STREAM = "text/event-stream";
    /** The stream cannot go on, for a reason that is not the turn's. */
    private static final String PROBLEM = "problem";
    private static final int OK = 200;
    private static final int NOTHING_REMAINS = 204;

    private final Transport transport;
    private final Source<T> source;
    private final Supplier<Progress> progress;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Tries tries;
    private volatile String cursor; // null before the first event
    private volatile Connection connection; // null while there is none

    /** Where the events come from, and what they are. */
    interface Source<T> {

        /** @param cursor null: from the beginning */
        HttpRequest request(URI gateway, String cursor);

        /** The response has begun. */
        void accepted(HttpHeaders headers) throws LostException;

        /**
         * @return null: nothing that a reader wants to know
         * @throws IOException when the event makes no sense; it will be asked for again
         */
        T read(SseEvent event) throws IOException;
    }

    /** @param cursor where to begin; null: at the beginning */
    EventFeed(Transport transport, Source<T> source, String cursor, Deadline deadline, Supplier<Progress> progress) {
        this.transport = transport;
        this.source = source;
        this.cursor = cursor;
        this.progress = progress;
        tries = transport.tries(deadline, closing, progress);
        transport.opened(this);
    }

    String cursor() {
        return cursor;
    }

    void requireOpen() {
        tries.requireOpen();
    }

    /** Waits until a gateway serves the events. */
    void connect() {
        if (connection == null) {
            attempt(this::open);
        }
    }

    /** The next event that means something; null when a gateway says that nothing remains. */
    T next() {
        return attempt(this::read);
    }

    private T read() throws LostException, InterruptedException {
        while (connection != null || open()) {
            tries.requireOpen();
            Connection current = connection;
            if (current == null) {
                continue; // closed a moment ago
            }
            Duration patience = transport.settings.silenceLimit().minus(current.silence());
            switch (current.take(tries.deadline().orSooner(patience))) {
                case Connection.Signal.Came(SseEvent event) -> {
                    T value = meaning(event);
                    cursor = event.id() == null ? cursor : event.id();
                    tries.worked();
                    if (value != null) {
                        return value;
                    }
                }
                case Connection.Signal.Over(Throwable cause) -> {
                    tries.requireOpen();
                    throw new LostException("the connection to " + tries.gateway() + " ended", cause, current.retry());
                }
                case null -> {
                    tries.requireOpen();
                    requireSound(current);
                }
            }
        }
        return null;
    }

    private T meaning(SseEvent event) throws LostException {
        try {
            if (event.type().equals(PROBLEM)) {
                Problem problem = event.read(Problem.class);
                throw Responses.refusal(problem, null, progress.get());
            }
            return source.read(event);
        } catch (LostException again) {
            throw again;
        } catch (IOException senseless) {
            throw new LostException(senseless.getMessage(), senseless, null);
        }
    }

    private void requireSound(Connection current) throws LostException {
        if (current.silence().compareTo(transport.settings.silenceLimit()) >= 0) {
            throw new LostException(tries.gateway() + " has said nothing for " + transport.settings.silenceLimit(),
                    null, null);
        }
    }

    /** @return false when nothing remains to be read */
    private boolean open() throws LostException, InterruptedException {
        HttpRequest request = source.request(tries.gateway(), cursor);
        CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> pending = transport.stream(request);
        HttpResponse<Publisher<List<ByteBuffer>>> response;
        try {
            response = tries.await(pending);
        } catch (LostException | InterruptedException | RuntimeException givenUp) {
            // It may have come a moment ago, and must not stay open unread.
            pending.thenAccept(late -> Connection.of(late.body()).close());
            throw givenUp;
        }
        if (response.statusCode() == NOTHING_REMAINS) {
            Connection.of(response.body()).close();
            return false;
        }
        if (response.statusCode() != OK) {
            throw Responses.refusal(response.statusCode(), response.headers(), text(response), progress.get());
        }
        if (!response.headers().firstValue("Content-Type").orElse("").startsWith(EVENT_STREAM)) {
            Connection.of(response.body()).close();
            throw new LostException(tries.gateway() + " sent something else than events", null, null);
        }
        connection = Connection.of(response.body());
        source.accepted(response.headers());
        if (closing.isDone()) {
            hangUp();
        }
        return true;
    }

    private String text(HttpResponse<Publisher<List<ByteBuffer>>> response) throws LostException, InterruptedException {
        BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
        response.body().subscribe(text);
        return tries.await(text.getBody().toCompletableFuture());
    }

    private <R> R attempt(Step<R> step) {
        try {
            while (true) {
                try {
                    return step.take();
                } catch (LostException lost) {
                    hangUp();
                    tries.failed(lost);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReadInterruptedException(interrupted, progress.get());
        }
    }

    private interface Step<R> {
        R take() throws LostException, InterruptedException;
    }

    private void hangUp() {
        Connection current = connection;
        if (current != null) {
            connection = null;
            current.close();
        }
    }

    /** Any thread, again and again. */
    @Override
    public void close() {
        closing.complete(null);
        transport.closed(this);
        hangUp();
    }
}
