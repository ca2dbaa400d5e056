package dev.rivulet.client;

import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One response that is an event stream. The HTTP client's threads put its events into a queue, one thread takes them out; a
 * reader that does not take them stops the connection, so the queue is short. The JDK cuts the bytes into lines.
 */
final class SseConnection implements Flow.Subscriber<String> {

    /** Lines that may be under way; most events have four. */
    private static final int WINDOW = 256;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final SseParser parser = new SseParser(); // of the thread that delivers lines
    private volatile Flow.Subscription subscription; // null before the response's body begins
    private volatile boolean closed;
    private volatile long lastReceivedAt = System.nanoTime();

    /** What comes out of a connection. */
    sealed interface Signal {

        record Received(SseEvent event) implements Signal {}

        /** @param cause null: the response ended as responses do */
        record Ended(Throwable cause) implements Signal {}
    }

    static SseConnection of(Flow.Publisher<List<ByteBuffer>> body) {
        SseConnection connection = new SseConnection();
        body.subscribe(BodySubscribers.fromLineSubscriber(connection, Function.identity(), StandardCharsets.UTF_8,
                null));
        return connection;
    }

    /** The next signal; null when none came in this time. */
    Signal take(Duration limit) throws InterruptedException {
        Signal signal = signals.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        if (signal instanceof Signal.Received) {
            subscription.request(1);
            lastReceivedAt = System.nanoTime(); // or a reader that paused would find a long silence
        }
        return signal;
    }

    /** How long nothing has come, not even a comment. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastReceivedAt);
    }

    /** How long the server wants clients to stay away after this connection; null: it did not say. */
    Duration retry() {
        return parser.retry();
    }

    /** Any thread; wakes the reader. */
    void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
        signals.add(new Signal.Ended(null));
    }

    @Override
    public void onSubscribe(Flow.Subscription lines) {
        subscription = lines;
        if (closed) {
            lines.cancel();
        } else {
            lines.request(WINDOW);
        }
    }

    @Override
    public void onNext(String line) {
        lastReceivedAt = System.nanoTime();
        SseEvent event = parser.line(line);
        if (event == null) {
            subscription.request(1);
        } else {
            signals.add(new Signal.Received(event));
        }
    }

    @Override
    public void onError(Throwable broken) {
        signals.add(new Signal.Ended(broken));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.Ended(null));
    }
}
