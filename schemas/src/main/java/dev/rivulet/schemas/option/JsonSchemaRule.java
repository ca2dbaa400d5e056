package dev.rivulet.schemas.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * Whether a value is a JSON Schema, as far as its form tells (draft 2020-12): keywords that are known have values of
 * the right kind. Which keywords a provider takes, it says itself. Pure.
 */
final class JsonSchemaRule {

    private static final Set<String> TYPES = Set.of("null", "boolean", "object", "array", "number", "string",
            "integer");
    private static final List<String> SCHEMAS_BY_NAME = List.of("properties", "patternProperties", "$defs",
            "definitions", "dependentSchemas");
    private static final List<String> LISTS_OF_SCHEMAS = List.of("anyOf", "allOf", "oneOf", "prefixItems");
    private static final List<String> SCHEMAS = List.of("items", "additionalProperties", "not", "if", "then", "else",
            "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties");

    private JsonSchemaRule() {}

    /**
     * Checks the schema of an object's or answer's form.
     *
     * @throws InvalidOptionException if it is none, or too large
     */
    static void check(String path, JsonNode schema, OptionLimits limits) {
        ValueRule.requireType(schema.isObject(), path, "a JSON Schema, which is an object");
        ValueRule.requireValue(ModelOptions.chars(path, schema) <= limits.schemaChars(), path,
                "must have " + limits.schemaChars() + " characters or fewer");
        requireSchema(path, schema);
    }

    private static void requireSchema(String path, JsonNode schema) {
        if (schema.isBoolean()) {
            return;
        }
        ValueRule.requireType(schema.isObject(), path, "a JSON Schema");
        requireTypes(path + ".type", schema.path("type"));
        requireNames(path + ".required", schema.path("required"));
        JsonNode values = schema.path("enum");
        ValueRule.requireType(values.isMissingNode() || values.isArray(), path + ".enum", "an array");
        JsonNode reference = schema.path("$ref");
        ValueRule.requireType(reference.isMissingNode() || reference.isTextual(), path + ".$ref", "a string");
        for (String keyword : SCHEMAS_BY_NAME) {
            JsonNode named = schema.path(keyword);
            ValueRule.requireType(named.isMissingNode() || named.isObject(), path + "." + keyword, "an object");
            named.properties().forEach(
                    field -> requireSchema(path + "." + keyword + "." + field.getKey(), field.getValue()));
        }
        for (String keyword : LISTS_OF_SCHEMAS) {
            JsonNode list = schema.path(keyword);
            if (!list.isMissingNode()) {
                ValueRule.requireType(list.isArray(), path + "." + keyword, "an array");
                ValueRule.requireValue(!list.isEmpty(), path + "." + keyword, "must not be empty");
                requireAll(path + "." + keyword, list);
            }
        }
        for (String keyword : SCHEMAS) {
            JsonNode inner = schema.path(keyword);
            if (inner.isArray() && keyword.equals("items")) {
                requireAll(path + ".items", inner); // as drafts before 2020-12 have it
            } else if (!inner.isMissingNode()) {
                requireSchema(path + "." + keyword, inner);
            }
        }
    }

    private static void requireAll(String path, JsonNode schemas) {
        for (int i = 0; i < schemas.size(); i++) {
            requireSchema(path + "[" + i + "]", schemas.get(i));
        }
    }

    private static void requireTypes(String path, JsonNode type) {
        if (type.isArray()) {
            ValueRule.requireValue(!type.isEmpty(), path, "must not be empty");
            type.forEach(one -> requireTypeName(path, one));
        } else if (!type.isMissingNode()) {
            requireTypeName(path, type);
        }
    }

    private static void requireTypeName(String path, JsonNode type) {
        ValueRule.requireType(type.isTextual(), path, "a string or an array of strings");
        ValueRule.requireValue(TYPES.contains(type.textValue()), path,
                "must be one of array, boolean, integer, null, number, object, string");
    }

    private static void requireNames(String path, JsonNode names) {
        if (!names.isMissingNode()) {
            ValueRule.requireType(names.isArray(), path, "an array of strings");
            names.forEach(name -> ValueRule.requireType(name.isTextual(), path, "an array of strings"));
        }
    }
}
