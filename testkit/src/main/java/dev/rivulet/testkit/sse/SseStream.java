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

/** One event stream: what has come so far, and how it ended. Thread-safe; written to by its reader thread. */
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

    /** The first ending counts: a socket that was cut fails afterwards. */
    void ended(StreamEnd how) {
        change(() -> end = end == null ? how : end);
    }

    /** Waits for the response headers. False if the time is up or the stream failed before them. */
    public boolean awaitHeaders(Duration timeout) {
        return await(timeout, () -> status != 0 || end != null) && status() != 0;
    }

    /** The HTTP status; 0 before there is a response. */
    public int status() {
        return read(() -> status);
    }

    /** A response header; empty before there is a response. */
    public Optional<String> header(String name) {
        return read(() -> Optional.ofNullable(headers.get(name)));
    }

    /** All events so far. */
    public List<SseEvent> events() {
        return read(() -> List.copyOf(events));
    }

    /** The next event not yet taken, waiting for it; empty if the time is up or the stream has ended without one. */
    public Optional<SseEvent> next(Duration timeout) {
        await(timeout, () -> events.size() > taken || end != null);
        return read(() -> events.size() > taken ? Optional.of(events.get(taken++)) : Optional.empty());
    }

    /** How the stream ended, waiting for it; empty if the time is up. */
    public Optional<StreamEnd> awaitEnd(Duration timeout) {
        await(timeout, () -> end != null);
        return read(() -> Optional.ofNullable(end));
    }

    /** Closes the socket with no goodbye, as a lost client would. Events that arrive after this are not kept. */
    public void cut() {
        ended(new StreamEnd.Cut());
        read(() -> source).cancel();
    }

    /** The same as {@link #cut()}; an ended stream stays as it ended. */
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
