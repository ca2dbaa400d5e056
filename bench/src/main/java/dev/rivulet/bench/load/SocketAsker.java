package dev.rivulet.bench.load;

import dev.rivulet.bench.load.event.TokenTimestamps;
import dev.rivulet.bench.load.plan.LoadPlan;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The turns of a stream are prompts on one WebSocket, each in a session of its own. */
final class SocketAsker implements Asker {

    private static final int SHOWN = 300;

    private final WebSocketClient client;
    private final LoadPlan plan;
    private final Supplier<String> sessions;
    private WebSocket socket; // null if none is open
    private Turn turn; // the newest

    SocketAsker(WebSocketClient client, LoadPlan plan, Supplier<String> sessions) {
        this.client = client;
        this.plan = plan;
        this.sessions = sessions;
    }

    @Override
    public void ask(Turn next) {
        turn = next;
        if (socket != null) {
            prompt();
            return;
        }
        client.connect(TurnRequest.socket(plan.port())).onSuccess(opened -> {
            socket = opened;
            opened.textMessageHandler(this::received).closeHandler(v -> closed()).exceptionHandler(cause -> closed());
            prompt();
        }).onFailure(cause -> next.end(cause.toString()));
    }

    private void prompt() {
        turn.asked();
        socket.writeTextMessage("{\"type\":\"prompt\",\"id\":\"1\",\"session\":\"" + sessions.get()
                + "\",\"prompt\":\"Tick.\",\"model\":\"bench\",\"maxTokens\":" + plan.tokens() + "}");
    }

    private void received(String frame) {
        if (is("delta", frame)) {
            long receivedAt = System.nanoTime();
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            turn.read(receivedAt, () -> TokenTimestamps.read(bytes, 0, bytes.length,
                    (index, emittedAt) -> turn.token(index, emittedAt, receivedAt)));
        } else if (is("done", frame)) {
            turn.end(null);
        } else if (is("error", frame) || is("problem", frame)) {
            turn.end(frame.substring(0, Math.min(SHOWN, frame.length())));
        }
    }

    private static boolean is(String type, String frame) {
        return frame.startsWith("{\"type\":\"" + type + "\"");
    }

    private void closed() {
        socket = null;
        turn.end("the WebSocket was closed");
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
