package dev.rivulet.client;

import java.io.IOException;

/**
 * A server-sent event.
 *
 * @param type {@code message} if the event names none
 * @param id the last event id of the connection; null before the first
 */
record SseEvent(String type, String data, String id) {

    /** @throws IOException if the data is not a value of this type */
    <T> T read(Class<T> as) throws IOException {
        return JsonCodec.read(data, as);
    }
}
