package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.TurnId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Writes events as text frames: {@code {"type":"delta","session":"...","turn":"...","cursor":"...","data":{...}}}. The
 * data is inserted unchanged, and no other value needs JSON escapes. Reuses a buffer; belongs to its loop.
 */
final class EventFrames {

    private static final byte[] CURSOR = ascii(",\"cursor\":\"");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte END = '}';
    private static final Map<ShownType, byte[]> TYPES = new EnumMap<>(ShownType.class);

    static {
        for (ShownType type : ShownType.values()) {
            TYPES.put(type, ascii("{\"type\":\"" + type.wire()));
        }
    }

    private final OwnedSession session;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private TurnId turnOfIds; // null if the ids name no turn
    private byte[] ids; // the fields session and turn

    EventFrames(OwnedSession session) {
        this.session = session;
        this.ids = ids(null);
    }

    /**
     * Returns the frame of an event.
     *
     * @param turn null if the event is about the session as a whole
     * @param cursor in ASCII; null if a reader cannot continue after the event
     * @param data one JSON value in UTF-8
     */
    String frame(ShownType type, TurnId turn, byte[] cursor, byte[] data) {
        if (!Objects.equals(turn, turnOfIds)) {
            turnOfIds = turn;
            ids = ids(turn);
        }
        out.reset();
        out.writeBytes(TYPES.get(type));
        out.writeBytes(ids);
        if (cursor != null) {
            out.writeBytes(CURSOR);
            out.writeBytes(cursor);
            out.writeBytes(QUOTE);
        }
        out.writeBytes(DATA);
        out.writeBytes(data);
        out.write(END);
        return out.toString(StandardCharsets.UTF_8);
    }

    private byte[] ids(TurnId turn) {
        return ascii("\",\"session\":\"" + session + (turn == null ? "\"" : "\",\"turn\":\"" + turn + "\""));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
