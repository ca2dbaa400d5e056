package dev.rivulet.testkit.sse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;

/** An event stream: the events so far, and how it ended. Thread-safe; written by its reader thread. */
public final class SseStream implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<SseEvent> events = new ArrayList<>(); // this and all below guarded by lock
    private int taken;
    private int status;
    private Headers headers = Headers.of();
    private StreamEnd end;
    private EventSource source;

    SseStream() {}

    void attach(EventSource opened) {
        lock.lock();
        try {
            source = opened;
        } finally {
            lock.unlock();
        }
    }

    EventSourceListener listener() {
        return new StreamListener(this);
    }

    void opened(int code, Headers received) {
        change(() -> {
            status = code;
            headers = received;
        });
    }

    void received(SseEvent event) {
        change(() -> {
            if (end == null) {
                events.add(event);
            }
        });
    }

    /** Only the first end counts: a socket that was cut also fails. */
    void ended(StreamEnd how) {
        change(() -> end = end == null ? how : end);
    }

    /** Waits for the response headers. Returns false on timeout, or if the stream failed before them. */
    public boolean awaitHeaders(Duration timeout) {
        return await(timeout, () -> status != 0 || end != null) && status() != 0;
    }

    /** Returns the HTTP status; 0 before the response. */
    public int status() {
        return read(() -> status);
    }

    /** Returns a response header; empty before the response. */
    public Optional<String> header(String name) {
        return read(() -> Optional.ofNullable(headers.get(name)));
    }

    /** Returns all events so far. */
    public List<SseEvent> events() {
        return read(() -> List.copyOf(events));
    }

    /** Waits for the next event that was not returned yet; empty on timeout, or if the stream has ended. */
    public Optional<SseEvent> next(Duration timeout) {
        await(timeout, () -> events.size() > taken || end != null);
        return read(() -> events.size() > taken ? Optional.of(events.get(taken++)) : Optional.empty());
    }

    /** Waits for the end of the stream; empty on timeout. */
    public Optional<StreamEnd> awaitEnd(Duration timeout) {
        await(timeout, () -> end != null);
        return read(() -> Optional.ofNullable(end));
    }

    /** Closes the socket without notice, as a lost client would. Later events are dropped. */
    public void cut() {
        ended(new StreamEnd.Cut());
        read(() -> source).cancel();
    }

    /** The same as {@link #cut()}; the end of an ended stream does not change. */
    @Override
    public void close() {
        cut();
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T read(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration timeout, BooleanSupplier condition) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
