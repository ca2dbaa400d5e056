package dev.rivulet.gateway.ws;

import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.event.ShownType;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The events of one turn as frames: {@code {"type":"delta","session":"...","turn":"...","cursor":"...","data":{...}}}. The
 * data goes in as it is, and the rest needs no escapes. Has a buffer of its own and belongs to its loop.
 */
final class EventFrames {

    private static final byte[] DATA = ascii("\",\"data\":");
    private static final byte END = '}';
    private static final Map<ShownType, byte[]> TYPES = new EnumMap<>(ShownType.class);

    static {
        for (ShownType type : ShownType.values()) {
            TYPES.put(type, ascii("{\"type\":\"" + type.wire()));
        }
    }

    private final CursorEncoder cursors;
    private final byte[] names;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    EventFrames(SessionId session, TurnId turn, CursorEncoder cursors) {
        this.cursors = cursors;
        this.names = ascii("\",\"session\":\"" + session + "\",\"turn\":\"" + turn + "\",\"cursor\":\"");
    }

    String frame(ShownEvent event) {
        out.reset();
        out.writeBytes(TYPES.get(event.shownType()));
        out.writeBytes(names);
        out.writeBytes(cursors.encode(event));
        out.writeBytes(DATA);
        out.writeBytes(event.value());
        out.write(END);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
