package dev.rivulet.client;

import java.time.Duration;

/**
 * Parses the lines of an event stream (HTML standard, "Interpreting an event stream"). An event without its final empty
 * line is dropped. Not thread-safe, except for {@link #retry()}.
 */
final class SseParser {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MAX_DIGITS = 9;

    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String id;
    private boolean begun;
    private volatile Duration retry; // null if the server did not say

    /** Returns the event that this line completes; null if it completes none. */
    SseEvent line(String text) {
        String line = begun || !text.startsWith(BYTE_ORDER_MARK) ? text : text.substring(1);
        begun = true;
        if (line.isEmpty()) {
            return dispatch();
        }
        int colon = line.indexOf(':');
        if (colon != 0) {
            field(colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : value(line, colon + 1));
        }
        return null;
    }

    /** Returns the pause before a reconnect that the server asked for; null if it did not. */
    Duration retry() {
        return retry;
    }

    private static String value(String line, int from) {
        return line.substring(line.startsWith(" ", from) ? from + 1 : from);
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "event" -> type = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = isNumber(value) ? Duration.ofMillis(Long.parseLong(value)) : retry;
            default -> {
                // Unknown fields are ignored.
            }
        }
    }

    private SseEvent dispatch() {
        SseEvent event = data.isEmpty()
                ? null
                : new SseEvent(type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1), id);
        data.setLength(0);
        type = "";
        return event;
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty() && value.length() <= MAX_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
