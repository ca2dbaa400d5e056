package dev.rivulet.schemas.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.InvalidOptionException.Kind;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of one turn, by their names, in the order in which they were given. Names that only a later version knows
 * are kept, so that who executes the turn can tell; {@link #requireValid} refuses them. Immutable: the values must not
 * be changed.
 */
public final class ModelOptions {

    public static final ModelOptions NONE = new ModelOptions(Map.of());

    /** What a value or a name adds beside its text, such as quotes and a comma, in UTF-16 code units. */
    private static final int OVERHEAD = 4;

    private final Map<String, JsonNode> values;
    private final int chars;

    private ModelOptions(Map<String, JsonNode> values) {
        this.values = values;
        long sum = values.entrySet().stream()
                .mapToLong(option -> option.getKey().length() + OVERHEAD + chars(option.getKey(), option.getValue()))
                .sum();
        this.chars = (int) Math.min(sum, Integer.MAX_VALUE);
    }

    /**
     * @param values by name. One that asks for nothing is left out: a null, or the default of what is not supported
     * @throws InvalidOptionException when one cannot be written as JSON: half of a surrogate pair, a number that is
     *     none
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ModelOptions of(Map<String, JsonNode> values) {
        Map<String, JsonNode> given = new LinkedHashMap<>(values);
        given.entrySet().removeIf(option -> option.getValue() == null || option.getValue().isNull()
                || ModelOption.of(option.getKey()).filter(known -> known.asksNothing(option.getValue())).isPresent());
        if (!given.containsKey(ModelOption.TOOLS.wire())) {
            // Of no tools none is called anyway.
            given.remove(ModelOption.TOOL_CHOICE.wire(), TextNode.valueOf(ToolChoice.NONE));
        }
        return given.isEmpty() ? NONE : new ModelOptions(Collections.unmodifiableMap(given));
    }

    /** Returns the values by name. */
    @JsonValue
    public Map<String, JsonNode> values() {
        return values;
    }

    public Optional<JsonNode> get(ModelOption option) {
        return Optional.ofNullable(values.get(option.wire()));
    }

    /** Not named as a getter: JSON would take it for a field. */
    public boolean none() {
        return values.isEmpty();
    }

    /** Returns the size of all options as JSON, about, in UTF-16 code units. */
    public int chars() {
        return chars;
    }

    /** Returns whether the answer is JSON: a text that must be read from its beginning, and cannot be patched. */
    public boolean requireJson() {
        return get(ModelOption.RESPONSE_FORMAT)
                .map(format -> !format.path(ResponseFormat.TYPE).asText().equals(ResponseFormat.TEXT)).orElse(false);
    }

    /** Returns all texts in the values but those that say a type: what users wrote is among them. */
    public Stream<String> texts() {
        return values.values().stream().flatMap(ModelOptions::texts);
    }

    private static Stream<String> texts(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream().filter(field -> !field.getKey().equals(ResponseFormat.TYPE))
                    .flatMap(field -> texts(field.getValue()));
        }
        return value.isArray()
                ? value.valueStream().flatMap(ModelOptions::texts)
                : value.isTextual() ? Stream.of(value.textValue()) : Stream.empty();
    }

    /** Returns the first name that this version does not know. */
    public Optional<String> unknown() {
        return values.keySet().stream().filter(name -> ModelOption.of(name).isEmpty()).findFirst();
    }

    /** @throws InvalidOptionException if an option is unknown, has a value it cannot have, or they are too large */
    public void requireValid(OptionLimits limits) {
        if (chars > limits.chars()) {
            String largest = values.keySet().stream()
                    .max(Comparator.comparingInt(name -> chars(name, values.get(name))))
                    .orElseThrow();
            throw new InvalidOptionException(Kind.INVALID_VALUE, largest,
                    "is too large: all options together have " + limits.chars() + " characters at most");
        }
        unknown().ifPresent(name -> {
            throw new InvalidOptionException(Kind.UNKNOWN_FIELD, name, "is not an option");
        });
        values.forEach((name, value) -> ModelOption.of(name).orElseThrow().check(value, limits));
        requireTools(ModelOption.TOOL_CHOICE);
        requireTools(ModelOption.PARALLEL_TOOL_CALLS);
        get(ModelOption.TOOL_CHOICE).ifPresent(choice -> ToolChoice
                .requireOneOf(get(ModelOption.TOOLS).orElseThrow(), ModelOption.TOOL_CHOICE.wire(), choice));
    }

    private void requireTools(ModelOption option) {
        if (get(option).isPresent() && get(ModelOption.TOOLS).isEmpty()) {
            throw new InvalidOptionException(Kind.INVALID_VALUE, option.wire(), "needs tools");
        }
    }

    /**
     * Returns the size of a value as JSON, about, and refuses what JSON cannot say.
     *
     * @param option whose value it is, or is part of
     */
    static int chars(String option, JsonNode value) {
        long sum = OVERHEAD;
        if (value.isTextual()) {
            sum += requireText(option, value.textValue()).length();
        } else if (value.isContainerNode()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                sum += requireText(option, field.getKey()).length() + OVERHEAD;
            }
            for (JsonNode inner : value) {
                sum += chars(option, inner);
            }
        } else {
            if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
                throw new InvalidOptionException(Kind.INVALID_VALUE, option, "has a number that is too large");
            }
            sum += value.asText().length();
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private static String requireText(String option, String text) {
        if (!Json.isWellFormed(text)) {
            throw new InvalidOptionException(Kind.INVALID_TEXT, option, "has half of a surrogate pair");
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelOptions options && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Leaves out the values: safe for logs. */
    @Override
    public String toString() {
        return "ModelOptions" + values.keySet();
    }
}
