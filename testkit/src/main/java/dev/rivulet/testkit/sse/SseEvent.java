package dev.rivulet.testkit.sse;

/**
 * A server-sent event.
 *
 * @param id the last event id; empty if there was none
 * @param type {@code message} if the event names none
 * @param data the data lines, joined by line feeds
 */
public record SseEvent(String id, String type, String data) {}
