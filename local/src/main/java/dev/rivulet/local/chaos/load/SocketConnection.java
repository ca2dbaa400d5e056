package dev.rivulet.local.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A WebSocket on which one turn is resumed. Not thread-safe. */
final class SocketConnection implements TurnConnection {

    private static final int UNAVAILABLE = 503;
    /** How long a client listens for what must not follow the turn's end, after which the gateway says nothing. */
    private static final Duration AFTER_END = Duration.ofSeconds(1);

    private final JsonSocket socket; // null if the gateway was not reached
    private String refusal; // null if there is none
    private boolean over; // the gateway shows no more of the turn
    private boolean ended; // the turn, as the gateway has shown

    private SocketConnection(JsonSocket socket) {
        this.socket = socket;
    }

    /**
     * Connects and asks for a turn's events. A gateway that is not reached is a connection that has ended.
     *
     * @param headers of the handshake
     * @param cursor empty to read from the beginning
     */
    static SocketConnection resume(URI gateway, Map<String, String> headers, String session, String turn,
            String cursor) {
        Map<String, String> frame = new LinkedHashMap<>(
                Map.of("type", "resume", "id", "r", "session", session, "turn", turn, "from", "start"));
        if (!cursor.isEmpty()) {
            frame.put("cursor", cursor);
        }
        JsonSocket socket = null;
        try {
            socket = JsonSocket.connect(URI.create("ws" + gateway.toString().substring("http".length()) + "/ws"),
                    headers);
            socket.send(frame);
            return new SocketConnection(socket);
        } catch (RuntimeException notReached) {
            if (socket != null) {
                socket.cut();
            }
            return new SocketConnection(null);
        }
    }

    @Override
    public Optional<SseEvent> next(Duration timeout) {
        long most = ended ? Math.min(timeout.toNanos(), AFTER_END.toNanos()) : timeout.toNanos();
        long deadline = System.nanoTime() + most;
        while (socket != null && !over) {
            Optional<JsonNode> frame = socket.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            Optional<SseEvent> event = event(frame.get());
            if (event.isPresent()) {
                return event;
            }
        }
        return Optional.empty();
    }

    private Optional<SseEvent> event(JsonNode frame) {
        String type = frame.path("type").asText();
        switch (type) {
            case "resumed" -> {
            }
            case "ended", "farewell" -> over = true;
            case "problem" -> {
                over = true;
                refusal = frame.at("/problem/status").asInt() == UNAVAILABLE ? null : "refused with " + frame;
            }
            default -> {
                ended |= SeenTurn.isEnd(type);
                return Optional.of(new SseEvent(frame.path("cursor").asText(), type, frame.path("data").toString()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The connection outlives the turn. */
    @Override
    public boolean awaitEnd(Duration timeout) {
        return true;
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.cut();
        }
    }
}
