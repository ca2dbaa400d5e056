package dev.rivulet.gateway.log.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Parses the text out of a delta's data. Only for readers that cannot be sent the data unchanged; native streams never
 * parse it.
 */
final class DeltaContent {

    private static final JsonFactory JSON = Json.MAPPER.getFactory();
    private static final String FIELD = "content";

    private DeltaContent() {}

    /** @throws UncheckedIOException if the data is not that of a delta; the message does not quote it */
    static String of(byte[] data) {
        try (JsonParser parser = JSON.createParser(data)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals(FIELD)) {
                        return parser.getText();
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException notJson) {
            throw new UncheckedIOException(new IOException("a delta is not JSON"));
        }
        throw new UncheckedIOException(new IOException("a delta has no content"));
    }
}
