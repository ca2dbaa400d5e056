package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.stream.sse.SseFrame;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes the chunks of one streamed completion. The JSON around a chunk's text is serialized once. */
final class ChatChunkWriter {

    private static final String TYPE = "chat.completion.chunk";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final String MARK = "@";

    private final CompletionFields fields;
    private final boolean includeUsage;
    private final byte[] beforeText;
    private final byte[] afterText;

    ChatChunkWriter(CompletionFields fields, boolean includeUsage) {
        this.fields = fields;
        this.includeUsage = includeUsage;
        ObjectNode chunk = chunk();
        choice(chunk).putNull("finish_reason").putObject("delta").put("content", MARK);
        String json = new String(Json.write(chunk), StandardCharsets.UTF_8);
        int mark = json.lastIndexOf('"' + MARK + '"') + 1;
        this.beforeText = ("data: " + json.substring(0, mark)).getBytes(StandardCharsets.UTF_8);
        this.afterText = (json.substring(mark + 1) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a writer of chunks of another model. */
    ChatChunkWriter ofModel(String model) {
        return model.equals(fields.model()) ? this : new ChatChunkWriter(fields.ofModel(model), includeUsage);
    }

    /** Appends the first chunk, with the role of the answer's author. */
    void appendRole(Buffer out) {
        ObjectNode chunk = chunk();
        choice(chunk).putNull("finish_reason").putObject("delta").put("role", "assistant").put("content", "");
        append(out, chunk);
    }

    void appendText(Buffer out, String text) {
        out.appendBytes(beforeText).appendBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                .appendBytes(afterText);
    }

    /** Appends reasoning, in the field that most servers and clients have for it. A signature has no place here. */
    void appendReasoning(Buffer out, Reasoning piece) {
        if (!piece.content().isEmpty()) {
            ObjectNode chunk = chunk();
            choice(chunk).putNull("finish_reason").putObject("delta")
                    .put(CompletionFields.REASONING, piece.content());
            append(out, chunk);
        }
    }

    /** Appends a piece of a tool call. That a call is complete is said by the finish reason alone. */
    void appendToolCall(Buffer out, ToolCall piece) {
        if (piece.name() == null && piece.arguments().isEmpty()) {
            return;
        }
        ObjectNode chunk = chunk();
        ObjectNode call = choice(chunk).putNull("finish_reason").putObject("delta").putArray("tool_calls").addObject()
                .put("index", piece.index());
        if (piece.name() != null) {
            CompletionFields.putCall(call, piece.callId(), piece.name(), piece.arguments());
        } else {
            call.putObject("function").put("arguments", piece.arguments());
        }
        append(out, chunk);
    }

    /**
     * Appends the last chunks and {@code [DONE]}.
     *
     * @param usage null if the provider did not report it
     */
    void appendEnd(Buffer out, String finishReason, Usage usage) {
        ObjectNode last = chunk();
        choice(last).put("finish_reason", ChatFinishReason.of(finishReason)).putObject("delta");
        append(out, last);
        if (includeUsage && usage != null) {
            ObjectNode usageChunk = fields.object(TYPE);
            usageChunk.putArray("choices");
            usageChunk.set("usage", CompletionFields.usage(usage));
            append(out, usageChunk);
        }
        SseFrame.appendData(out, DONE);
        SseFrame.appendEnd(out);
    }

    void appendError(Buffer out, ChatError error) {
        append(out, error.json());
    }

    /** Returns an empty chunk. With {@code include_usage} each chunk has a {@code usage}, null in all but the last. */
    private ObjectNode chunk() {
        ObjectNode chunk = fields.object(TYPE);
        return includeUsage ? chunk.putNull("usage") : chunk;
    }

    private static ObjectNode choice(ObjectNode chunk) {
        return chunk.putArray("choices").addObject().put("index", 0).putNull("logprobs");
    }

    private static void append(Buffer out, ObjectNode json) {
        SseFrame.appendData(out, Json.write(json));
        SseFrame.appendEnd(out);
    }
}
