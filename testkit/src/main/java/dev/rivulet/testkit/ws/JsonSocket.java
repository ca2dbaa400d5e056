package dev.rivulet.testkit.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.testkit.sse.SseEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A WebSocket with one JSON object per frame. Thread-safe. */
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
     * Connects; returns when the handshake is done.
     *
     * @throws RefusedException if the server refuses the handshake
     */
    public static JsonSocket connect(URI uri, Map<String, String> headers) {
        return connect(uri, headers, List.of());
    }

    /** Does the same, and names subprotocols: the one that is wanted first. */
    public static JsonSocket connect(URI uri, Map<String, String> headers, List<String> subprotocols) {
        ReceivedFrames inbox = new ReceivedFrames();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(subprotocols.getFirst(),
                    subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
        }
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

    /** Sends a text frame unchanged; returns when it has been written. */
    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /** The same, to a server that may close the connection before it has read all of it. */
    public void sendTextUnlessClosed(String text) {
        try {
            sendText(text);
        } catch (CompletionException unsent) {
            if (!(unsent.getCause() instanceof IOException)) {
                throw unsent;
            }
        }
    }

    /** Waits for the next frame that was not returned yet; empty on timeout, or if the connection has ended. */
    public Optional<JsonNode> next(Duration timeout) {
        return inbox.next(timeout);
    }

    /** Waits for a frame, returned or not, whose fields have these values. */
    public Optional<JsonNode> await(Map<String, String> fields, Duration timeout) {
        return inbox.await(frame -> fields.entrySet().stream()
                .allMatch(field -> frame.path(field.getKey()).asText("").equals(field.getValue())), timeout);
    }

    /** Returns all frames so far. */
    public List<JsonNode> frames() {
        return inbox.frames();
    }

    /** Returns the events of a turn so far, as an event stream would have delivered them. */
    public List<SseEvent> events(String turn) {
        return frames().stream().filter(frame -> frame.path("turn").asText().equals(turn) && frame.has("cursor"))
                .map(frame -> new SseEvent(frame.path("cursor").asText(), frame.path("type").asText(),
                        frame.path("data").toString()))
                .toList();
    }

    /** Stops reading, including pings, until {@link #resume()}. */
    public void pause() {
        inbox.pause();
    }

    public void resume() {
        inbox.resume(socket);
    }

    /** Waits for the server's close code; empty on timeout, 1006 if the connection was lost. */
    public Optional<Integer> awaitClose(Duration timeout) {
        return inbox.awaitClose(timeout);
    }

    /** Closes the connection without notice, as a lost client would. */
    public void cut() {
        socket.abort();
    }

    /** Sends a close frame, and does not wait for the server's. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(FAREWELL_CODE, "");
        }
    }

    /** The server refused the WebSocket handshake. */
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
