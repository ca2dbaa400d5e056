package dev.rivulet.gateway.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A JSON object in a request, read field by field. Unknown fields are ignored unless {@link #requireOnly} is called;
 * null is the same as absent. Methods that read a field throw {@link ProblemException} {@code invalid_type} if it has
 * another type; the problem names the field by its path.
 */
public final class JsonRequest {

    private final JsonNode node;
    private final String path; // of this object from the body's root; empty for the root

    private JsonRequest(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * Parses a body or a frame.
     *
     * @param json in UTF-8; may be empty, which is refused
     * @param mapper has the limits of depth and number
     * @throws ProblemException {@code invalid_json}, {@code json_too_complex}, or {@code invalid_type} if it is not an
     *     object
     */
    public static JsonRequest of(byte[] json, JsonMapper mapper) {
        try {
            return object(mapper.readTree(json), "");
        } catch (StreamConstraintsException beyondLimit) {
            throw new ProblemException(ProblemCode.JSON_TOO_COMPLEX,
                    "It has more values, or is nested deeper, than rivulet.http.max-json-tokens and"
                            + " rivulet.http.max-json-depth allow, or has a number or a name that is too long.");
        } catch (JacksonException notJson) {
            long line = notJson.getLocation() == null ? 1 : notJson.getLocation().getLineNr();
            throw new ProblemException(ProblemCode.INVALID_JSON, "The body is not JSON; look at line " + line + ".");
        } catch (IOException unreadable) {
            throw new ProblemException(ProblemCode.INVALID_JSON, "The body is not JSON.");
        }
    }

    /** Returns a string. Throws {@code invalid_text} if it is not valid Unicode. */
    public Optional<String> text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrongType(name, "a string");
        }
        return Optional.of(InputChecks.requireUnicode(value.textValue(), pathOf(name)));
    }

    /** Returns an integer. Throws {@code invalid_value} if it is less than 1 or too large for an int. */
    public OptionalInt positiveInt(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber()) {
            throw wrongType(name, "a whole number");
        }
        if (!value.canConvertToInt() || value.intValue() < 1) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    pathOf(name) + " must be a whole number of 1 or more.", pathOf(name));
        }
        return OptionalInt.of(value.intValue());
    }

    /** Returns a number. Throws {@code invalid_value} if it is less than {@code min} or more than {@code max}. */
    public Optional<Double> number(String name, double min, double max) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw wrongType(name, "a number");
        }
        return Optional.of(InputChecks.requireBetween(value.doubleValue(), min, max, pathOf(name)));
    }

    /** Returns a boolean; false if it is absent. */
    public boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw wrongType(name, "true or false");
        }
        return value != null && value.booleanValue();
    }

    /**
     * Returns the value of a string that is one of a few words.
     *
     * @param words the values by word
     * @param unsupported words that are defined but not supported here
     * @throws ProblemException {@code unsupported_value}, or {@code invalid_value} for all other words
     */
    public <T> Optional<T> choice(String name, Map<String, T> words, Set<String> unsupported) {
        Optional<String> word = text(name);
        if (word.isEmpty() || words.containsKey(word.get())) {
            return word.map(words::get);
        }
        ProblemCode code = unsupported.contains(word.get()) ? ProblemCode.UNSUPPORTED_VALUE : ProblemCode.INVALID_VALUE;
        throw new ProblemException(code,
                pathOf(name) + " must be one of " + words.keySet().stream().sorted()
                        .map(known -> known.contains(",") ? "'" + known + "'" : known).collect(Collectors.joining(", "))
                        + ".",
                pathOf(name));
    }

    /** Returns an object inside this one. */
    public Optional<JsonRequest> object(String name) {
        JsonNode value = value(name);
        return value == null ? Optional.empty() : Optional.of(object(value, pathOf(name)));
    }

    /** Returns an array of objects. */
    public Optional<List<JsonRequest>> objects(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw wrongType(name, "an array");
        }
        List<JsonRequest> objects = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            objects.add(object(value.get(i), pathOf(name) + "[" + i + "]"));
        }
        return Optional.of(objects);
    }

    /** Returns a string that must be present. Throws {@code missing_value} if it is not. */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** Makes the problem that a field is missing. */
    public ProblemException missing(String name) {
        return new ProblemException(ProblemCode.MISSING_VALUE, pathOf(name) + " is missing.", pathOf(name));
    }

    /** Throws {@code unknown_field} if this object has a field with another name. */
    public void requireOnly(KnownNames names) {
        List<String> fields = new ArrayList<>();
        node.fieldNames().forEachRemaining(fields::add);
        names.requireFields(path.isEmpty() ? "" : path + ".", fields);
    }

    /** Returns the fields as they are, in their order, without those that are null. */
    public Map<String, JsonNode> values() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        node.properties().stream().filter(field -> !field.getValue().isNull())
                .forEach(field -> values.put(field.getKey(), field.getValue()));
        return values;
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    public boolean isArray(String name) {
        return has(name) && value(name).isArray();
    }

    /** Returns the path of a field from the body's root, such as {@code messages[0].role}. */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Makes the problem that a field has the wrong type.
     *
     * @param wanted the right type, such as {@code a string}
     */
    public ProblemException wrongType(String name, String wanted) {
        return new ProblemException(ProblemCode.INVALID_TYPE, pathOf(name) + " must be " + wanted + ".",
                pathOf(name));
    }

    private JsonNode value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static JsonRequest object(JsonNode node, String path) {
        if (node == null || node.isMissingNode()) {
            throw new ProblemException(ProblemCode.INVALID_JSON, "The body is empty.");
        }
        if (!node.isObject()) {
            throw path.isEmpty()
                    ? new ProblemException(ProblemCode.INVALID_TYPE, "The body must be a JSON object.")
                    : new ProblemException(ProblemCode.INVALID_TYPE, path + " must be an object.", path);
        }
        return new JsonRequest(node, path);
    }
}
