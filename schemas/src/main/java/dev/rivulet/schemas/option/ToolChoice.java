package dev.rivulet.schemas.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.option.InvalidOptionException.Kind;
import java.util.Set;

/** Whether the model must call a tool, and which. */
final class ToolChoice implements ValueRule {

    static final String NONE = "none";

    private static final Set<String> WORDS = Set.of(NONE, "auto", "required");

    @Override
    public void check(String path, JsonNode value, OptionLimits limits) {
        if (value.isTextual()) {
            ValueRule.requireValue(WORDS.contains(value.textValue()), path,
                    "must be one of auto, none, required, or an object that names a function");
            return;
        }
        ValueRule.requireType(value.isObject(), path, "a string or an object");
        JsonNode type = ValueRule.required(path, value, "type");
        if (!type.asText().equals(Tools.FUNCTION)) {
            throw new InvalidOptionException(Kind.UNSUPPORTED_VALUE, path + ".type", "must be function");
        }
        ValueRule.requireOnly(path, value, "type", Tools.FUNCTION);
        JsonNode function = ValueRule.required(path, value, Tools.FUNCTION);
        ValueRule.requireType(function.isObject(), path + ".function", "an object");
        ValueRule.requireOnly(path + ".function", function, Tools.NAME);
        ValueRule.requireType(ValueRule.required(path + ".function", function, Tools.NAME).isTextual(),
                path + ".function.name", "a string");
    }

    /**
     * Checks the choice against the tools that there are.
     *
     * @throws InvalidOptionException if it names none of them
     */
    static void requireOneOf(JsonNode tools, String path, JsonNode choice) {
        if (choice.isObject()) {
            ValueRule.requireValue(Tools.have(tools, choice.path(Tools.FUNCTION).path(Tools.NAME).asText()),
                    path + ".function.name", "must be the name of one of the tools");
        }
    }
}
