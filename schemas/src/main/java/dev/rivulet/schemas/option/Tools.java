package dev.rivulet.schemas.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.option.InvalidOptionException.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The functions that the model may ask the client to call. */
final class Tools implements ValueRule {

    static final String FUNCTION = "function";
    static final String NAME = "name";

    private static final Pattern ALLOWED_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final ValueRule STRING = (path, value, limits) -> ValueRule.requireType(value.isTextual(), path,
            "a string");

    @Override
    public boolean asksNothing(JsonNode value) {
        return value.isArray() && value.isEmpty();
    }

    @Override
    public void check(String path, JsonNode value, OptionLimits limits) {
        ValueRule.requireType(value.isArray(), path, "an array");
        ValueRule.requireValue(value.size() <= limits.tools(), path, "must have " + limits.tools() + " tools or fewer");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String tool = path + "[" + i + "]";
            String name = function(tool, value.get(i), limits);
            ValueRule.requireValue(names.add(name), tool + ".function.name", "is the name of another tool, too");
        }
    }

    /** Returns whether one of the tools has this name. */
    static boolean have(JsonNode tools, String name) {
        return tools.valueStream().anyMatch(tool -> tool.path(FUNCTION).path(NAME).asText().equals(name));
    }

    /** Returns the function's name. */
    private static String function(String path, JsonNode tool, OptionLimits limits) {
        ValueRule.requireType(tool.isObject(), path, "an object");
        JsonNode type = ValueRule.required(path, tool, "type");
        if (!type.asText().equals(FUNCTION)) {
            throw new InvalidOptionException(Kind.UNSUPPORTED_VALUE, path + ".type", "must be function");
        }
        ValueRule.requireOnly(path, tool, "type", FUNCTION);
        String at = path + "." + FUNCTION;
        JsonNode function = ValueRule.required(path, tool, FUNCTION);
        ValueRule.requireType(function.isObject(), at, "an object");
        ValueRule.requireOnly(at, function, NAME, "description", "parameters", "strict");
        JsonNode name = ValueRule.required(at, function, NAME);
        ValueRule.requireType(name.isTextual(), at + ".name", "a string");
        ValueRule.requireValue(ALLOWED_NAME.matcher(name.textValue()).matches(), at + ".name",
                "must have 1 to 64 characters out of a-z A-Z 0-9 _ -");
        ResponseFormat.optional(at, function, "description", STRING, limits);
        ResponseFormat.optional(at, function, "strict", ValueRule.flag(), limits);
        ResponseFormat.optional(at, function, "parameters", JsonSchemaRule::check, limits);
        return name.textValue();
    }
}
