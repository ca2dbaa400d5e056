package dev.rivulet.gateway.api.aisdk;

import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.rivulet.gateway.stream.shape.JsonMinifier;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.ToolCall;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes what an answer says into one UI message stream: text and reasoning as parts that begin and end, tool calls
 * with the text of their arguments as it comes, and as JSON when it is complete. Belongs to its stream's loop.
 */
final class UiAnswer {

    private static final String NO_ARGUMENTS = "{}";

    private final UiStreamWriter writer;
    private final Map<Integer, OpenCall> calls = new HashMap<>(); // that are not complete, by index
    private boolean shown; // since the step began

    private record OpenCall(String id, String name, StringBuilder arguments) {}

    UiAnswer(UiStreamWriter writer) {
        this.writer = writer;
    }

    /** Returns whether anything was written that an attempt which begins anew would revoke. */
    boolean isShown() {
        return shown;
    }

    void append(Buffer out, ChunkEvent.Part piece) {
        switch (piece) {
            case Delta delta -> appendText(out, delta.attempt(), delta.content());
            case Reasoning reasoning -> appendReasoning(out, reasoning);
            case ToolCall call -> appendCall(out, call);
        }
    }

    void appendText(Buffer out, int attempt, String text) {
        shown = true;
        writer.appendText(out, UiStreamWriter.Kind.TEXT, Integer.toString(attempt), text);
    }

    private void appendReasoning(Buffer out, Reasoning piece) {
        shown = true;
        if (!piece.content().isEmpty()) {
            writer.appendText(out, UiStreamWriter.Kind.REASONING, "reasoning-" + piece.attempt(), piece.content());
        }
        if (piece.signature() != null) {
            writer.endReasoning(out, "reasoning-" + piece.attempt(), piece.signature());
        }
    }

    private void appendCall(Buffer out, ToolCall piece) {
        shown = true;
        writer.endPart(out);
        if (piece.name() != null) {
            calls.put(piece.index(), new OpenCall(piece.callId(), piece.name(), new StringBuilder()));
            writer.append(out, new UiPart.ToolInputStart(piece.callId(), piece.name()));
        }
        OpenCall call = calls.get(piece.index());
        if (call == null) {
            return; // another writer's: it has no beginning, or goes on after its end
        }
        if (!piece.arguments().isEmpty()) {
            call.arguments().append(piece.arguments());
            writer.append(out, new UiPart.ToolInputDelta(call.id(), piece.arguments()));
        }
        if (Boolean.TRUE.equals(piece.complete())) {
            calls.remove(piece.index());
            appendInput(out, call);
        }
    }

    /** Some models write nothing for a tool without parameters. */
    private void appendInput(Buffer out, OpenCall call) {
        String text = call.arguments().toString();
        UiPart input = JsonMinifier.minify(text.isBlank() ? NO_ARGUMENTS : text)
                .<UiPart>map(json -> new UiPart.ToolInputAvailable(call.id(), call.name(),
                        new POJONode(new RawValue(json))))
                .orElseGet(() -> new UiPart.ToolInputError(call.id(), call.name(), text,
                        "The arguments of the call are not JSON."));
        writer.append(out, input);
    }

    /** Ends the part of text or reasoning that is open. */
    void end(Buffer out) {
        writer.endPart(out);
    }

    /** Revokes all since the step began. */
    void reset(Buffer out) {
        calls.clear();
        shown = false;
        writer.resetStep(out);
    }
}
