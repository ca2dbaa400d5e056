package dev.rivulet.schemas.wire;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thing done to a JSON document.
 *
 * @param at where
 * @param replacement what is there instead; null when it was removed
 */
record Change(JsonNode original, JsonPointer at, JsonNode replacement) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /**
     * One of each JSON type; the numbers and the text are such that they are in bounds wherever they are of the type.
     */
    private static final List<JsonNode> REPLACEMENTS = List.of(JSON.numberNode(1), JSON.numberNode(1.5),
            JSON.textNode("other"), JSON.booleanNode(true), JSON.arrayNode(), JSON.objectNode());

    static List<Change> everyOf(JsonNode original) {
        List<Change> changes = new ArrayList<>();
        collect(original, original, JsonPointer.empty(), changes);
        return changes;
    }

    /** The document with one more field in each of its objects. */
    static JsonNode added(JsonNode original, String field) {
        JsonNode copy = original.deepCopy();
        addTo(copy, field);
        return copy;
    }

    boolean removesField() {
        return removes() && original.at(at.head()).isObject();
    }

    /** Jackson reads {@code true} as a name, too. */
    boolean namesLaterType() {
        return !removes() && (replacement.isTextual() || replacement.isBoolean())
                && at.last().getMatchingProperty().equals("type");
    }

    JsonNode result() {
        JsonNode copy = original.deepCopy();
        JsonNode parent = copy.at(at.head());
        JsonPointer last = at.last();
        switch (parent) {
            case ObjectNode object when removes() -> object.remove(last.getMatchingProperty());
            case ObjectNode object -> object.set(last.getMatchingProperty(), replacement);
            case ArrayNode array when removes() -> array.remove(last.getMatchingIndex());
            case ArrayNode array -> array.set(last.getMatchingIndex(), replacement);
            default -> throw new IllegalStateException("no parent at " + at);
        }
        return copy;
    }

    JsonNode withNull() {
        return new Change(original, at, NullNode.instance).result();
    }

    private static void collect(JsonNode original, JsonNode node, JsonPointer at, List<Change> changes) {
        if (!at.matches()) {
            changes.add(new Change(original, at, null));
            REPLACEMENTS.forEach(replacement -> changes.add(new Change(original, at, replacement)));
        }
        node.propertyStream().forEach(
                field -> collect(original, field.getValue(), at.appendProperty(field.getKey()), changes));
        IntStream.range(0, node.isArray() ? node.size() : 0)
                .forEach(i -> collect(original, node.get(i), at.appendIndex(i), changes));
    }

    private boolean removes() {
        return replacement == null;
    }

    private static void addTo(JsonNode node, String field) {
        node.forEach(child -> addTo(child, field));
        if (node instanceof ObjectNode object) {
            object.putObject(field).put("a", 1);
        }
    }

    @Override
    public String toString() {
        return at + (removes() ? " removed" : " replaced by " + replacement);
    }
}
