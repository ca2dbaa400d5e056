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

/** Writes the parts of one UI message stream. Remembers which part is open; belongs to its stream's loop. */
final class UiStreamWriter {

    private static final String PROTOCOL = "x-vercel-ai-ui-message-stream";
    private static final String VERSION = "v1";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_TEXT = "}\n\n".getBytes(StandardCharsets.US_ASCII);

    private Kind kind; // of the open part; null if none is open
    private String id; // of that part
    private byte[] beforeText; // the frame of one of its deltas up to the text

    /** The kinds of parts that begin and end. */
    enum Kind {
        TEXT("text"),
        REASONING("reasoning");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }
    }

    /** Sets the headers that name the protocol and the turn. */
    static void setHeaders(HttpServerResponse response, OwnedSession session, TurnId turn) {
        Headers.putTurn(response, session, turn).putHeader(PROTOCOL, VERSION);
    }

    void append(Buffer out, UiPart part) {
        SseFrame.appendData(out, Json.write(part));
        SseFrame.appendEnd(out);
    }

    /**
     * Appends text to the open part, or to a new one if none of the kind is open.
     *
     * @param newId the id of a new part
     */
    void appendText(Buffer out, Kind of, String newId, String text) {
        if (kind != of) {
            endPart(out);
            begin(out, of, newId);
        }
        out.appendBytes(beforeText).appendByte((byte) '"')
                .appendBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text))
                .appendByte((byte) '"').appendBytes(AFTER_TEXT);
    }

    private void begin(Buffer out, Kind of, String newId) {
        kind = of;
        id = newId;
        beforeText = ("data: {\"type\":\"" + of.wire + "-delta\",\"id\":\"" + newId + "\",\"delta\":")
                .getBytes(StandardCharsets.US_ASCII);
        append(out, of == Kind.TEXT ? new UiPart.TextStart(newId) : new UiPart.ReasoningStart(newId));
    }

    /** Ends the open part, if there is one. */
    void endPart(Buffer out) {
        if (kind != null) {
            append(out, kind == Kind.TEXT ? new UiPart.TextEnd(id) : new UiPart.ReasoningEnd(id, null));
            kind = null;
        }
    }

    /**
     * Ends the open part of reasoning with the provider's signature.
     *
     * @param newId the id of a part without text, if none is open
     */
    void endReasoning(Buffer out, String newId, String signature) {
        if (kind != Kind.REASONING) {
            endPart(out);
            begin(out, Kind.REASONING, newId);
        }
        append(out, new UiPart.ReasoningEnd(id, new UiPart.ProviderMetadata(new UiPart.Signed(signature))));
        kind = null;
    }

    /** Revokes what was shown since the step began, with the open part. */
    void resetStep(Buffer out) {
        append(out, new UiPart.ResetStep());
        kind = null;
    }

    /** Appends the end of the stream. */
    void end(Buffer out) {
        SseFrame.appendData(out, DONE);
        SseFrame.appendEnd(out);
    }
}
