package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as a JSON parser reads the whole of it.
 *
 * @param elements the complete elements of an array, or members of an object
 * @param textBegins the position of the text that is part of neither; the answer's length if there is none
 */
record ParsedJson(List<Element> elements, int textBegins) {

    /** Reads a value that other text follows, which Rivulet's own mapper refuses. */
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final String SPACE = "[ \\t\\r\\n]*";
    private static final String FENCE = SPACE + "(`{0,2}|`{3,}" + SPACE + ")";

    /**
     * @param name null for an element of an array
     * @param end the position in the answer after the element
     */
    record Element(int index, String name, JsonNode value, int end) {}

    static ParsedJson of(String answer) {
        int open = opening(answer);
        List<Element> elements = new ArrayList<>();
        int textBegins = 0;
        if (open < 0) {
            return new ParsedJson(elements, textBegins);
        }
        try (JsonParser parser = PLAIN.createParser(answer.substring(open))) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            while (parser.nextToken() != (object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY)) {
                String name = object ? parser.currentName() : null;
                if (object && parser.currentToken() != null) {
                    parser.nextToken();
                }
                if (parser.currentToken() == null) {
                    return new ParsedJson(elements, textBegins);
                }
                JsonNode value = parser.readValueAsTree();
                int end = open + (int) parser.currentLocation().getCharOffset();
                if (!value.isContainerNode() && !value.isTextual() && !isDelimiter(answer, end, object)) {
                    return new ParsedJson(elements, textBegins); // incomplete, or possibly so
                }
                elements.add(new Element(elements.size(), name, value, end));
                textBegins = end;
            }
            int close = open + (int) parser.currentLocation().getCharOffset();
            String around = withoutSpace(answer).startsWith("```") ? FENCE : SPACE;
            textBegins = answer.substring(close).matches(around) ? answer.length() : close;
        } catch (IOException cutOrBroken) {
            // the complete elements count
        }
        return new ParsedJson(elements, textBegins);
    }

    private static boolean isDelimiter(String answer, int at, boolean object) {
        return at < answer.length() && (object ? " \t\r\n,}" : " \t\r\n,]").indexOf(answer.charAt(at)) >= 0;
    }

    private static int opening(String answer) {
        String body = withoutSpace(answer);
        if (body.startsWith("```")) {
            int line = body.indexOf('\n');
            body = line < 0 || body.substring(3, line).contains("`") ? "" : withoutSpace(body.substring(line));
        }
        return body.startsWith("[") || body.startsWith("{") ? answer.length() - body.length() : -1;
    }

    /** Removes white space from the beginning: only what is white space in JSON. */
    private static String withoutSpace(String text) {
        return text.replaceFirst("^" + SPACE, "");
    }
}
