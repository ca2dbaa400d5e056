package dev.rivulet.schemas.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.option.InvalidOptionException.Kind;
import java.util.regex.Pattern;

/** The form of an answer: text, any JSON object, or JSON by a schema. */
final class ResponseFormat implements ValueRule {

    static final String TYPE = "type";
    static final String TEXT = "text";
    static final String JSON_OBJECT = "json_object";
    static final String JSON_SCHEMA = "json_schema";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @Override
    public void check(String path, JsonNode value, OptionLimits limits) {
        ValueRule.requireType(value.isObject(), path, "an object");
        JsonNode type = ValueRule.required(path, value, TYPE);
        ValueRule.requireType(type.isTextual(), path + "." + TYPE, "a string");
        switch (type.textValue()) {
            case TEXT, JSON_OBJECT -> ValueRule.requireOnly(path, value, TYPE);
            case JSON_SCHEMA -> {
                ValueRule.requireOnly(path, value, TYPE, JSON_SCHEMA);
                named(path + "." + JSON_SCHEMA, ValueRule.required(path, value, JSON_SCHEMA), limits);
            }
            default -> throw new InvalidOptionException(Kind.INVALID_VALUE, path + "." + TYPE,
                    "must be one of json_object, json_schema, text");
        }
    }

    private static void named(String path, JsonNode format, OptionLimits limits) {
        ValueRule.requireType(format.isObject(), path, "an object");
        ValueRule.requireOnly(path, format, "name", "description", "schema", "strict");
        JsonNode name = ValueRule.required(path, format, "name");
        ValueRule.requireType(name.isTextual(), path + ".name", "a string");
        ValueRule.requireValue(NAME.matcher(name.textValue()).matches(), path + ".name",
                "must have 1 to 64 characters out of a-z A-Z 0-9 _ -");
        optional(path, format, "description", ValueRule.text(), limits);
        optional(path, format, "strict", ValueRule.flag(), limits);
        JsonSchemaRule.check(path + ".schema", ValueRule.required(path, format, "schema"), limits);
    }

    static void optional(String path, JsonNode object, String name, ValueRule rule, OptionLimits limits) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            rule.check(path + "." + name, value, limits);
        }
    }
}
