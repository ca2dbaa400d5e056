package dev.rivulet.testkit.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The frames received over one WebSocket. Thread-safe; written by the client's threads. */
final class ReceivedFrames implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOST = 1006;

    private final List<JsonNode> frames = new ArrayList<>(); // this and all below guarded by this
    private final StringBuilder partial = new StringBuilder();
    private int taken;
    private int closeCode;
    private boolean paused;
    private long owed; // requests that are due once reading resumes

    @Override
    public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(parse(partial.toString()));
            partial.setLength(0);
            notifyAll();
        }
        if (paused) {
            owed++;
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ended(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        ended(LOST);
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume(WebSocket socket) {
        paused = false;
        if (owed > 0) {
            socket.request(owed);
        }
        owed = 0;
    }

    Optional<JsonNode> next(Duration timeout) {
        await(timeout, () -> frames.size() > taken || closeCode != 0);
        synchronized (this) {
            return frames.size() > taken ? Optional.of(frames.get(taken++)) : Optional.empty();
        }
    }

    Optional<JsonNode> await(Predicate<JsonNode> wanted, Duration timeout) {
        await(timeout, () -> frames.stream().anyMatch(wanted) || closeCode != 0);
        return frames().stream().filter(wanted).findFirst();
    }

    synchronized List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    Optional<Integer> awaitClose(Duration timeout) {
        await(timeout, () -> closeCode != 0);
        synchronized (this) {
            return closeCode == 0 ? Optional.empty() : Optional.of(closeCode);
        }
    }

    private synchronized void ended(int code) {
        closeCode = closeCode == 0 ? code : closeCode;
        notifyAll();
    }

    private synchronized void await(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("a frame is no JSON", notJson);
        }
    }
}
