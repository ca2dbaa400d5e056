package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A value that a JSON Schema allows: what a model that follows it could answer. Knows what SDKs make of types. */
final class SchemaExample {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode root;

    private SchemaExample(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(JsonNode schema) {
        return new SchemaExample(schema).value(schema, "value");
    }

    /** @param name of the value: the text of a string */
    private JsonNode value(JsonNode schema, String name) {
        if (schema.has("$ref")) {
            return value(root.at(schema.get("$ref").asText().substring(1)), name);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        if (schema.has("anyOf")) {
            return value(schema.get("anyOf").get(0), name);
        }
        JsonNode type = schema.path("type").isArray() ? schema.get("type").get(0) : schema.path("type");
        return switch (type.asText()) {
            case "object" -> object(schema);
            case "array" -> array(schema, name);
            case "string" -> JSON.textNode(name);
            case "integer", "number" -> JSON.numberNode(7);
            case "boolean" -> JSON.booleanNode(true);
            default -> NullNode.instance;
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        schema.path("properties").properties()
                .forEach(property -> object.set(property.getKey(), value(property.getValue(), property.getKey())));
        return object;
    }

    private ArrayNode array(JsonNode schema, String name) {
        return JSON.arrayNode().add(value(schema.path("items"), name)).add(value(schema.path("items"), name));
    }
}
