package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.util.Optional;

/** Makes one line of a JSON value that a model wrote. */
final class ArrayElement {

    private static final JsonFactory JSON = Json.MAPPER.getFactory();

    private ArrayElement() {}

    /** The same value without white space around its parts; empty when it is not one. */
    static Optional<String> inOneLine(String written) {
        try (JsonParser parser = JSON.createParser(written)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null ? Optional.of(withoutSpace(written)) : Optional.empty();
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
            if (inString || !ArrayScanner.isSpace(c)) {
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
