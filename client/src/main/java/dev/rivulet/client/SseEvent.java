package dev.rivulet.client;

import java.io.IOException;

/**
 * An event of a stream.
 *
 * @param type {@code message} when the stream names none
 * @param id the newest id of the connection so far; null before the first
 */
record SseEvent(String type, String data, String id) {

    /** @throws IOException when the data is not such a value */
    <T> T read(Class<T> as) throws IOException {
        return JsonCodec.read(data, as);
    }
}
