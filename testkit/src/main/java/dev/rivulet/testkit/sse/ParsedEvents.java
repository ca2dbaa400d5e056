package dev.rivulet.testkit.sse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a browser makes of the text of an event stream (WHATWG HTML, "Interpreting an event stream"), as directly as the
 * standard says it.
 */
public final class ParsedEvents {

    private ParsedEvents() {}

    /** Returns the events that are complete. */
    public static List<SseEvent> of(String stream) {
        List<SseEvent> events = new ArrayList<>();
        List<String> data = new ArrayList<>();
        String type = "";
        String id = "";
        String text = stream.startsWith("\ufeff") ? stream.substring(1) : stream;
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (String line : Arrays.copyOf(lines, lines.length - 1)) { // what follows the last break is not complete
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String rest = colon < 0 ? "" : line.substring(colon + 1);
            String value = rest.startsWith(" ") ? rest.substring(1) : rest;
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(new SseEvent(id, type.isEmpty() ? "message" : type, String.join("\n", data)));
                }
                data.clear();
                type = "";
            } else if (name.equals("data")) {
                data.add(value);
            } else if (name.equals("event")) {
                type = value;
            } else if (name.equals("id") && value.indexOf('\0') < 0) {
                id = value;
            }
        }
        return events;
    }
}
