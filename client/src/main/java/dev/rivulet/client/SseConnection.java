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
 * The body of one event stream response. The HTTP client's threads put events into a queue and the reader takes them
 * out. Backpressure keeps the queue short. The JDK splits the bytes into lines.
 */
final class SseConnection implements Flow.Subscriber<String> {

    /** Lines that are requested ahead; most events have four. */
    private static final int WINDOW = 256;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final SseParser parser = new SseParser(); // used by the thread that delivers lines
    private volatile Flow.Subscription subscription; // null before the body begins
    private volatile boolean closed;
    private volatile long lastReceivedAt = System.nanoTime();

    /** What a reader gets. */
    sealed interface Signal {

        record Received(SseEvent event) implements Signal {}

        /** @param cause null if the response ended normally */
        record Ended(Throwable cause) implements Signal {}
    }

    static SseConnection of(Flow.Publisher<List<ByteBuffer>> body) {
        SseConnection connection = new SseConnection();
        body.subscribe(BodySubscribers.fromLineSubscriber(connection, Function.identity(), StandardCharsets.UTF_8,
                null));
        return connection;
    }

    /** Waits for the next signal; returns null if there is none within the limit. */
    Signal take(Duration limit) throws InterruptedException {
        Signal signal = signals.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        if (signal instanceof Signal.Received) {
            subscription.request(1);
            lastReceivedAt = System.nanoTime(); // else a reader that paused would find a long silence
        }
        return signal;
    }

    /** Returns the time since anything was received, including comments. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastReceivedAt);
    }

    /** Returns the pause that the server asked for with {@code retry:}; null if it did not. */
    Duration retry() {
        return parser.retry();
    }

    /** Closes the connection and wakes the reader. Any thread. */
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
