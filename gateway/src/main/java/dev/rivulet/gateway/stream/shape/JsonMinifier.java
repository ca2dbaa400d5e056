package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.util.Optional;

/** Removes the insignificant white space from JSON text. Numbers and strings stay as they are written. */
public final class JsonMinifier {

    private static final JsonFactory JSON = Json.MAPPER.getFactory();

    private JsonMinifier() {}

    /** Returns the JSON value in one line; empty if the text is not exactly one JSON value. */
    public static Optional<String> minify(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null ? Optional.of(withoutSpace(text)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static String withoutSpace(String json) {
        StringBuilder line = new StringBuilder(json.length());
        boolean inString = false;
        boolean escaped = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString || !ElementScanner.isSpace(c)) {
                line.append(c);
            }
            if (escaped) {
                escaped = false;
            } else if (c == '"') {
                inString = !inString;
            } else {
                escaped = inString && c == '\\';
            }
        }
        return line.toString();
    }
}
