package dev.rivulet.testkit.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;

/** Writes the SSE frames of one stream in OpenAI's format. The parts common to all chunks are rendered once. */
final class ChunkFrames {

    private static final byte[] ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}".getBytes(UTF_8);
    private static final byte[] CONTENT_OPEN = "{\"content\":\"".getBytes(UTF_8);
    private static final byte[] CONTENT_CLOSE = "\"}".getBytes(UTF_8);
    private static final byte[] EMPTY_DELTA = "{}".getBytes(UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final byte[] MALFORMED = "data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"delta\":\n\n"
            .getBytes(UTF_8);
    private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();

    private final Completion completion;
    private final byte[] open;
    private final byte[] close;
    private final String common;

    ChunkFrames(Completion completion) {
        this.completion = completion;
        this.common = "data: {\"id\":\"" + completion.id() + "\",\"object\":\"chat.completion.chunk\",\"created\":"
                + completion.created() + ",\"model\":" + quoted(completion.request().model())
                + ",\"system_fingerprint\":\"fp_simulator\",\"choices\":[";
        this.open = (common + "{\"index\":0,\"delta\":").getBytes(UTF_8);
        this.close = (",\"logprobs\":null,\"finish_reason\":null}]" + noUsage() + "}\n\n").getBytes(UTF_8);
    }

    void role(Buffer to) {
        to.appendBytes(open).appendBytes(ROLE).appendBytes(close);
    }

    void token(Buffer to, int index) {
        ObjectNode delta = completion.tokens().delta(index);
        if (delta != null) {
            to.appendBytes(open).appendString(delta.toString()).appendBytes(close);
            return;
        }
        to.appendBytes(open).appendBytes(CONTENT_OPEN);
        to.appendBytes(JSON.quoteAsUTF8(completion.tokens().token(index)));
        to.appendBytes(CONTENT_CLOSE).appendBytes(close);
    }

    void malformed(Buffer to) {
        to.appendBytes(MALFORMED);
    }

    /** Writes the finish reason, the usage if requested, and {@code [DONE]}. */
    void end(Buffer to) {
        to.appendBytes(open).appendBytes(EMPTY_DELTA).appendString(
                ",\"logprobs\":null,\"finish_reason\":" + quoted(completion.finishReason()) + "}]" + noUsage()
                        + "}\n\n");
        if (completion.request().includeUsage()) {
            int prompt = completion.request().promptTokens();
            to.appendString(common + "],\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":"
                    + completion.length() + ",\"total_tokens\":" + (prompt + completion.length()) + "}}\n\n");
        }
        to.appendBytes(DONE);
    }

    private String noUsage() {
        return completion.request().includeUsage() ? ",\"usage\":null" : "";
    }

    private static String quoted(String text) {
        return "\"" + new String(JSON.quoteAsString(text)) + "\"";
    }
}
