package dev.rivulet.gateway.api.aisdk;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.stream.sse.SseFrame;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** Writes the parts of one UI message stream. Knows which text part is open; belongs to its stream's loop. */
final class UiStream {

    private static final String PROTOCOL = "x-vercel-ai-ui-message-stream";
    private static final String VERSION = "v1";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_TEXT = "}\n\n".getBytes(StandardCharsets.US_ASCII);

    private String textId; // null while no text part is open
    private byte[] beforeText; // of the open one

    /** Says which protocol, and which turn, a response is. */
    static void head(HttpServerResponse response, SessionId session, TurnId turn) {
        Headers.putTurn(response, session, turn).putHeader(PROTOCOL, VERSION);
    }

    void part(Buffer out, UiPart part) {
        SseFrame.data(out, Json.write(part));
        SseFrame.end(out);
    }

    /**
     * More text, in a text part that begins with the first of it.
     *
     * @param id of the part to begin when none is open
     */
    void text(Buffer out, String id, String text) {
        if (textId == null) {
            textId = id;
            beforeText = ("data: {\"type\":\"text-delta\",\"id\":\"" + id + "\",\"delta\":")
                    .getBytes(StandardCharsets.US_ASCII);
            part(out, new UiPart.TextStart(id));
        }
        out.appendBytes(beforeText).appendByte((byte) '"')
                .appendBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                .appendByte((byte) '"').appendBytes(AFTER_TEXT);
    }

    boolean textIsOpen() {
        return textId != null;
    }

    void endText(Buffer out) {
        if (textId != null) {
            part(out, new UiPart.TextEnd(textId));
            textId = null;
        }
    }

    /** Takes back what was shown since the step began: the text part that was open, too. */
    void resetStep(Buffer out) {
        part(out, new UiPart.ResetStep());
        textId = null;
    }

    /** Nothing follows. */
    void end(Buffer out) {
        SseFrame.data(out, DONE);
        SseFrame.end(out);
    }
}
