package dev.rivulet.testkit.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.testkit.sse.SseEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A WebSocket that carries one JSON object a frame. Thread-safe. */
public final class JsonSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAREWELL_CODE = WebSocket.NORMAL_CLOSURE;

    private final WebSocket socket;
    private final ReceivedFrames inbox;

    private JsonSocket(WebSocket socket, ReceivedFrames inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /**
     * Returns when the connection stands.
     *
     * @throws RefusedException when the server answers with something else
     */
    public static JsonSocket connect(URI uri, Map<String, String> headers) {
        ReceivedFrames inbox = new ReceivedFrames();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        try {
            return new JsonSocket(builder.buildAsync(uri, inbox).join(), inbox);
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof WebSocketHandshakeException refused
                    ? new RefusedException(refused.getResponse().statusCode())
                    : failure;
        }
    }

    /** Sends an object. */
    public void send(Map<String, ?> frame) {
        try {
            sendText(JSON.writeValueAsString(frame));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(unwritable);
        }
    }

    /** Sends a text as it is; returns when it is on its way. */
    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /** The next frame that was not taken, waiting for it; empty if the time is up or the connection has ended. */
    public Optional<JsonNode> next(Duration timeout) {
        return inbox.next(timeout);
    }

    /** Waits until a frame has come, taken or not, that has these values in its fields. */
    public Optional<JsonNode> await(Map<String, String> fields, Duration timeout) {
        return inbox.await(frame -> fields.entrySet().stream()
                .allMatch(field -> frame.path(field.getKey()).asText("").equals(field.getValue())), timeout);
    }

    /** All frames so far. */
    public List<JsonNode> frames() {
        return inbox.frames();
    }

    /** The events of a turn so far, as they would have come in an event stream. */
    public List<SseEvent> events(String turn) {
        return frames().stream().filter(frame -> frame.path("turn").asText().equals(turn) && frame.has("cursor"))
                .map(frame -> new SseEvent(frame.path("cursor").asText(), frame.path("type").asText(),
                        frame.path("data").toString()))
                .toList();
    }

    /** Reads nothing more, not even pings, until {@link #resume()}. */
    public void pause() {
        inbox.pause();
    }

    public void resume() {
        inbox.resume(socket);
    }

    /** The code that the server closed with, waiting for it; empty if the time is up, 1006 if it was cut. */
    public Optional<Integer> awaitClose(Duration timeout) {
        return inbox.awaitClose(timeout);
    }

    /** Closes the connection with no goodbye, as a lost client would. */
    public void cut() {
        socket.abort();
    }

    /** In good order, and without waiting for the server. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(FAREWELL_CODE, "");
        }
    }

    /** The server did not make a WebSocket of the connection. */
    public static final class RefusedException extends RuntimeException {

        private final int status;

        RefusedException(int status) {
            super("refused with " + status);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }
}
