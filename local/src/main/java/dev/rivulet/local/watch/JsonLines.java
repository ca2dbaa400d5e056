package dev.rivulet.local.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.client.Chunk;
import dev.rivulet.client.SessionEvent;
import dev.rivulet.client.Timings;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnFailure;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.schemas.json.Json;

/** Prints each event of a session as a JSON object on a line, with the event's name and its fields on the wire. */
public final class JsonLines implements SessionOutput {

    private final Screen screen;

    public JsonLines(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void show(SessionEvent event) {
        screen.line(Tone.PLAIN, SafeText.escaped(json(event).toString()));
    }

    static ObjectNode json(SessionEvent event) {
        return switch (event) {
            case SessionEvent.Opening(var conversation) -> of("session", null, conversation);
            case SessionEvent.Queued(var turn) -> of("queued", turn.turnId(), turn);
            case SessionEvent.Asked(var turn) -> of("prompt", turn.turnId(), turn);
            case SessionEvent.TurnChunk(String turn, Chunk chunk) -> answer(turn, chunk);
            case SessionEvent.Ended(String turn, TurnEnd end) -> of("done", turn, end).put("finishReason",
                    end.finishReason());
            case SessionEvent.Failed(String turn, TurnFailure failure, Timings timings) -> {
                ObjectNode error = of("error", turn, failure);
                yield timings == null ? error : error.set("timings", Json.MAPPER.valueToTree(timings));
            }
            case SessionEvent.Forgotten forgotten -> of("forgotten", null, forgotten);
            case SessionEvent.Watching others -> of("watching", null, others);
        };
    }

    private static ObjectNode answer(String turn, Chunk chunk) {
        return switch (chunk) {
            case Chunk.Started started -> of("started", turn, started);
            case Chunk.Restarted again -> of("started", turn, again);
            case Chunk.Text more -> named("delta", turn).put("attempt", more.attempt()).put("seq", more.seq())
                    .put("content", more.text());
            case Chunk.Reasoning thought -> {
                ObjectNode json = named("reasoning", turn).put("attempt", thought.attempt()).put("seq", thought.seq())
                        .put("content", thought.text());
                yield thought.signature() == null ? json : json.put("signature", thought.signature());
            }
            case Chunk.ToolCall call -> {
                ObjectNode json = named("tool-call", turn).put("attempt", call.attempt()).put("seq", call.seq())
                        .put("index", call.index()).put("callId", call.callId());
                if (call.name() != null) {
                    json.put("name", call.name());
                }
                json.put("arguments", call.arguments());
                yield call.complete() ? json.put("complete", true) : json;
            }
            case Chunk.SoFar before -> {
                ObjectNode json = named("snapshot", turn).put("attempt", before.attempt()).put("seq", before.seq())
                        .put("content", before.text());
                // As a component of the record the parts have their types.
                json.set("parts", Json.MAPPER.<ObjectNode>valueToTree(before).get("parts"));
                yield json;
            }
            case Chunk.Item item -> {
                ObjectNode json = named("item", turn).put("attempt", item.attempt()).put("index", item.index());
                json.set("item", item.json());
                yield json;
            }
        };
    }

    private static ObjectNode of(String event, String turn, Object data) {
        ObjectNode json = named(event, turn);
        ObjectNode fields = Json.MAPPER.valueToTree(data);
        return json.setAll(fields);
    }

    private static ObjectNode named(String event, String turn) {
        ObjectNode json = Json.MAPPER.createObjectNode().put("event", event);
        return turn == null ? json : json.put("turnId", turn);
    }

    @Override
    public void close() {
        // Nothing is buffered.
    }
}
