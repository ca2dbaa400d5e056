package dev.rivulet.gateway.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object of a request, read field by field. A field of the wrong type is a problem that names it by its path; a
 * field nobody asks for is ignored; null is the same as absent.
 */
public final class JsonRequest {

    private final JsonNode node;
    private final String path;

    private JsonRequest(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** @throws ProblemException {@code invalid_json}, or {@code invalid_type} when it is not an object */
    public static JsonRequest of(Buffer body) {
        return of(body == null ? new byte[0] : body.getBytes());
    }

    /** @throws ProblemException {@code invalid_json}, or {@code invalid_type} when it is not an object */
    public static JsonRequest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonRequest of(byte[] json) {
        try {
            return object(Json.MAPPER.readTree(json), "");
        } catch (JacksonException notJson) {
            long line = notJson.getLocation() == null ? 1 : notJson.getLocation().getLineNr();
            throw new ProblemException(ProblemCode.INVALID_JSON, "The body is not JSON; look at line " + line + ".");
        } catch (IOException unreadable) {
            throw new ProblemException(ProblemCode.INVALID_JSON, "The body is not JSON.");
        }
    }

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

    public boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw wrongType(name, "true or false");
        }
        return value != null && value.booleanValue();
    }

    /**
     * One of a few words.
     *
     * @param unsupported words that mean something which is not supported here
     */
    public <T> Optional<T> choice(String name, Map<String, T> words, Set<String> unsupported) {
        Optional<String> word = text(name);
        if (word.isEmpty() || words.containsKey(word.get())) {
            return word.map(words::get);
        }
        ProblemCode code = unsupported.contains(word.get()) ? ProblemCode.UNSUPPORTED_VALUE : ProblemCode.INVALID_VALUE;
        throw new ProblemException(code,
                pathOf(name) + " must be one of " + String.join(", ", new TreeSet<>(words.keySet())) + ".",
                pathOf(name));
    }

    /** An object inside this one. */
    public Optional<JsonRequest> object(String name) {
        JsonNode value = value(name);
        return value == null ? Optional.empty() : Optional.of(object(value, pathOf(name)));
    }

    /** An array of objects. */
    public Optional<List<JsonRequest>> objects(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw wrongType(name, "an array");
        }
        List<JsonRequest> all = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            all.add(object(value.get(i), pathOf(name) + "[" + i + "]"));
        }
        return Optional.of(all);
    }

    /** @throws ProblemException {@code missing_value} */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    public ProblemException missing(String name) {
        return new ProblemException(ProblemCode.MISSING_VALUE, pathOf(name) + " is missing.", pathOf(name));
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    public boolean isArray(String name) {
        return has(name) && value(name).isArray();
    }

    /** A field's name as clients write it, from the body's root. */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

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
