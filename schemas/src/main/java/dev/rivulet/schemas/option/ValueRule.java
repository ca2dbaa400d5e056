package dev.rivulet.schemas.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.InvalidOptionException.Kind;
import java.util.List;
import java.util.regex.Pattern;

/** Which values an option may have. Pure. */
interface ValueRule {

    /** Words such as {@code low}. Not listed: providers add some, and refuse what they do not know. */
    Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /**
     * @param path of the value from the options' root
     * @throws InvalidOptionException if it cannot be such a value
     */
    void check(String path, JsonNode value, OptionLimits limits);

    /** Returns whether the value is the same as none. */
    default boolean asksNothing(JsonNode value) {
        return false;
    }

    static ValueRule number(double min, double max) {
        return (path, value, limits) -> {
            requireType(value.isNumber(), path, "a number");
            requireValue(value.doubleValue() >= min && value.doubleValue() <= max, path,
                    "must be from " + min + " to " + max);
        };
    }

    /** A whole number that fits 64 bits. */
    static ValueRule integer() {
        return (path, value, limits) -> {
            requireType(value.isIntegralNumber(), path, "a whole number");
            requireValue(value.canConvertToLong(), path, "must be a whole number of 64 bits");
        };
    }

    static ValueRule flag() {
        return (path, value, limits) -> requireType(value.isBoolean(), path, "true or false");
    }

    static ValueRule word() {
        return (path, value, limits) -> {
            requireType(value.isTextual(), path, "a string");
            requireValue(WORD.matcher(value.textValue()).matches(), path,
                    "must be a word of 1 to 32 characters out of a-z 0-9 _ -");
        };
    }

    static ValueRule text() {
        return (path, value, limits) -> {
            requireType(value.isTextual(), path, "a string");
            requireValue(!value.textValue().isEmpty(), path, "must not be empty");
        };
    }

    static ValueRule object() {
        return (path, value, limits) -> requireType(value.isObject(), path, "an object");
    }

    /** An object with any names, whose values all follow a rule. */
    static ValueRule mapOf(ValueRule rule) {
        return (path, value, limits) -> {
            requireType(value.isObject(), path, "an object");
            value.properties().forEach(field -> rule.check(path + "." + field.getKey(), field.getValue(), limits));
        };
    }

    /**
     * @param json the only value, which asks for nothing
     * @param reason why there is no other
     */
    static ValueRule only(String json, String reason) {
        try {
            return new Refused(Json.MAPPER.readTree(json), reason);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    /** No value but null, which is the same as none. */
    static ValueRule never(String reason) {
        return new Refused(null, reason);
    }

    /** @param wanted such as {@code a number} */
    static void requireType(boolean fits, String path, String wanted) {
        if (!fits) {
            throw new InvalidOptionException(Kind.INVALID_TYPE, path, "must be " + wanted);
        }
    }

    /** @param complaint what is said after the path if it does not fit, such as {@code must not be empty} */
    static void requireValue(boolean fits, String path, String complaint) {
        if (!fits) {
            throw new InvalidOptionException(Kind.INVALID_VALUE, path, complaint);
        }
    }

    /** Returns a field that must be present. */
    static JsonNode required(String path, JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new InvalidOptionException(Kind.MISSING_VALUE, path + "." + name, "is missing");
        }
        return value;
    }

    /** Refuses all fields but these. */
    static void requireOnly(String path, JsonNode object, String... names) {
        object.fieldNames().forEachRemaining(name -> {
            if (!List.of(names).contains(name)) {
                throw new InvalidOptionException(Kind.UNKNOWN_FIELD, path + "." + name,
                        "is not known. These are: " + String.join(", ", names));
            }
        });
    }

    /** An option that is not supported: it may be sent with the value that asks for nothing, and is left out then. */
    final class Refused implements ValueRule {

        private final JsonNode only; // null if there is none
        private final String reason;

        private Refused(JsonNode only, String reason) {
            this.only = only;
            this.reason = reason;
        }

        @Override
        public boolean asksNothing(JsonNode value) {
            return value.equals(only);
        }

        @Override
        public void check(String path, JsonNode value, OptionLimits limits) {
            throw new InvalidOptionException(Kind.UNSUPPORTED_VALUE, path,
                    (only == null ? "is not supported: " : "can only be " + only + ": ") + reason);
        }
    }
}
