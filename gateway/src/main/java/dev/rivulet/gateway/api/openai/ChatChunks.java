package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.stream.sse.SseFrame;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The chunks of one streamed completion. What surrounds the text is the same in each and is made once. */
final class ChatChunks {

    private static final String TYPE = "chat.completion.chunk";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final String MARK = "@";

    private final ChatIdentity identity;
    private final boolean includeUsage;
    private final byte[] beforeText;
    private final byte[] afterText;

    ChatChunks(ChatIdentity identity, boolean includeUsage) {
        this.identity = identity;
        this.includeUsage = includeUsage;
        ObjectNode chunk = chunk();
        choice(chunk).putNull("finish_reason").putObject("delta").put("content", MARK);
        String json = new String(Json.write(chunk), StandardCharsets.UTF_8);
        int mark = json.lastIndexOf('"' + MARK + '"') + 1;
        this.beforeText = ("data: " + json.substring(0, mark)).getBytes(StandardCharsets.UTF_8);
        this.afterText = (json.substring(mark + 1) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    void role(Buffer out) {
        ObjectNode chunk = chunk();
        choice(chunk).putNull("finish_reason").putObject("delta").put("role", "assistant").put("content", "");
        data(out, chunk);
    }

    void text(Buffer out, String text) {
        out.appendBytes(beforeText).appendBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                .appendBytes(afterText);
    }

    /** @param usage null when the provider did not say */
    void end(Buffer out, String finishReason, Usage usage) {
        ObjectNode last = chunk();
        choice(last).put("finish_reason", ChatFinish.of(finishReason)).putObject("delta");
        data(out, last);
        if (includeUsage && usage != null) {
            ObjectNode counted = identity.object(TYPE);
            counted.putArray("choices");
            counted.set("usage", ChatIdentity.usage(usage));
            data(out, counted);
        }
        SseFrame.data(out, DONE);
        SseFrame.end(out);
    }

    void error(Buffer out, ChatError error) {
        data(out, error.json());
    }

    /** With {@code include_usage} each chunk has a usage, and it is null in all but the last. */
    private ObjectNode chunk() {
        ObjectNode chunk = identity.object(TYPE);
        return includeUsage ? chunk.putNull("usage") : chunk;
    }

    private static ObjectNode choice(ObjectNode chunk) {
        return chunk.putArray("choices").addObject().put("index", 0).putNull("logprobs");
    }

    private static void data(Buffer out, ObjectNode json) {
        SseFrame.data(out, Json.write(json));
        SseFrame.end(out);
    }
}
