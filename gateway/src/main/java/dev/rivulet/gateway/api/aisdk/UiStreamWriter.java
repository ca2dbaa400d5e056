package dev.rivulet.gateway.api.aisdk;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.stream.sse.SseFrame;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** Writes the parts of one UI message stream. Remembers which text part is open; belongs to its stream's loop. */
final class UiStreamWriter {

    private static final String PROTOCOL = "x-vercel-ai-ui-message-stream";
    private static final String VERSION = "v1";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_TEXT = "}\n\n".getBytes(StandardCharsets.US_ASCII);

    private String textId; // of the open text part; null if none is open
    private byte[] beforeText; // the frame of a text delta up to its text; null before the first text part

    /** Sets the headers that name the protocol and the turn. */
    static void setHeaders(HttpServerResponse response, OwnedSession session, TurnId turn) {
        Headers.putTurn(response, session, turn).putHeader(PROTOCOL, VERSION);
    }

    void append(Buffer out, UiPart part) {
        SseFrame.appendData(out, Json.write(part));
        SseFrame.appendEnd(out);
    }

    /**
     * Appends text, in a new text part if none is open.
     *
     * @param id the id of a new text part
     */
    void appendText(Buffer out, String id, String text) {
        if (textId == null) {
            textId = id;
            beforeText = ("data: {\"type\":\"text-delta\",\"id\":\"" + id + "\",\"delta\":")
                    .getBytes(StandardCharsets.US_ASCII);
            append(out, new UiPart.TextStart(id));
        }
        out.appendBytes(beforeText).appendByte((byte) '"')
                .appendBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                .appendByte((byte) '"').appendBytes(AFTER_TEXT);
    }

    boolean textIsOpen() {
        return textId != null;
    }

    /** Ends the open text part, if there is one. */
    void endText(Buffer out) {
        if (textId != null) {
            append(out, new UiPart.TextEnd(textId));
            textId = null;
        }
    }

    /** Revokes what was shown since the step began, with the open text part. */
    void resetStep(Buffer out) {
        append(out, new UiPart.ResetStep());
        textId = null;
    }

    /** Appends the end of the stream. */
    void end(Buffer out) {
        SseFrame.appendData(out, DONE);
        SseFrame.appendEnd(out);
    }
}
