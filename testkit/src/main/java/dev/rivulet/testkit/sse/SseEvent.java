package dev.rivulet.testkit.sse;

/**
 * One server-sent event as dispatched.
 *
 * @param id   the last event id at the time, empty if there was none
 * @param type {@code message} if the frame named none
 * @param data the data lines joined by line feeds
 */
public record SseEvent(String id, String type, String data) {}
