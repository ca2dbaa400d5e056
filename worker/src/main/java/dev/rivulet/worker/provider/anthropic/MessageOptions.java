package dev.rivulet.worker.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.option.ModelOption;
import dev.rivulet.schemas.option.ModelOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What options are in the messages API, where they have a counterpart. A value that has none is not approximated. Not
 * thread-safe.
 */
final class MessageOptions {

    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");
    private static final Map<String, String> SERVICE_TIERS = Map.of("auto", "auto", "default", "standard_only");
    private static final String OUTPUT = "output_config";
    private static final String CHOICE = "tool_choice";

    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private String unsupported; // the first; null if there is none

    private MessageOptions() {}

    static MessageOptions of(ModelOptions options) {
        MessageOptions mapped = new MessageOptions();
        options.values().forEach((name, value) -> ModelOption.of(name)
                .ifPresentOrElse(option -> mapped.add(option, value), () -> mapped.refuse(name)));
        options.get(ModelOption.PARALLEL_TOOL_CALLS).filter(several -> !several.asBoolean())
                .ifPresent(oneAtATime -> mapped.callOneToolAtATime());
        return mapped;
    }

    /** Returns the path of the first option without a counterpart. */
    Optional<String> unsupported() {
        return Optional.ofNullable(unsupported);
    }

    /** Returns the fields of the request's body. */
    Map<String, JsonNode> fields() {
        return fields;
    }

    private void add(ModelOption option, JsonNode value) {
        switch (option) {
            case TOP_P -> fields.put("top_p", value);
            case STOP -> fields.put("stop_sequences",
                    value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value));
            case USER -> object("metadata").set("user_id", value);
            case REASONING_EFFORT -> put(option, EFFORTS.contains(value.asText()), OUTPUT, "effort", value);
            case RESPONSE_FORMAT -> addFormat(value);
            case SERVICE_TIER -> {
                String tier = SERVICE_TIERS.get(value.asText());
                if (tier == null) {
                    refuse(option.wire());
                } else {
                    fields.put("service_tier", JsonNodeFactory.instance.textNode(tier));
                }
            }
            case TOOLS -> addTools(value);
            case TOOL_CHOICE -> addToolChoice(value);
            case PARALLEL_TOOL_CALLS -> {
                // Added below, to the choice.
            }
            case FREQUENCY_PENALTY, PRESENCE_PENALTY, SEED, LOGIT_BIAS, VERBOSITY, SAFETY_IDENTIFIER,
                    PROMPT_CACHE_KEY, PROMPT_CACHE_RETENTION, METADATA, STORE, PREDICTION ->
                refuse(option.wire());
            case N, LOGPROBS, TOP_LOGPROBS, MODALITIES, AUDIO, WEB_SEARCH_OPTIONS, FUNCTIONS, FUNCTION_CALL -> {
                // Their only value asks for nothing.
            }
        }
    }

    private void addFormat(JsonNode format) {
        switch (format.path("type").asText()) {
            case "text" -> {
                // As without it.
            }
            case "json_schema" -> object(OUTPUT).putObject("format").put("type", "json_schema").set("schema",
                    format.path("json_schema").path("schema"));
            // Any JSON, without a schema: the API has no such mode.
            default -> refuse(ModelOption.RESPONSE_FORMAT.wire() + ".type");
        }
    }

    private void addTools(JsonNode tools) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode tool : tools) {
            JsonNode function = tool.path("function");
            ObjectNode own = all.addObject().put("name", function.path("name").asText());
            if (function.has("description")) {
                own.set("description", function.get("description"));
            }
            if (function.path("strict").asBoolean()) {
                own.put("strict", true);
            }
            if (function.path("parameters").isObject()) {
                own.set("input_schema", function.get("parameters"));
            } else {
                own.putObject("input_schema").put("type", "object");
            }
        }
        fields.put("tools", all);
    }

    private void addToolChoice(JsonNode choice) {
        ObjectNode own = object(CHOICE);
        switch (choice.asText()) {
            case "none", "auto" -> own.set("type", choice);
            case "required" -> own.put("type", "any");
            default -> own.put("type", "tool").set("name", choice.path("function").path("name"));
        }
    }

    /** The default is several. Where none may be called, the API does not take the field. */
    private void callOneToolAtATime() {
        ObjectNode choice = object(CHOICE);
        if (!choice.has("type")) {
            choice.put("type", "auto");
        }
        if (!choice.path("type").asText().equals("none")) {
            choice.put("disable_parallel_tool_use", true);
        }
    }

    private void put(ModelOption option, boolean fits, String object, String field, JsonNode value) {
        if (fits) {
            object(object).set(field, value);
        } else {
            refuse(option.wire());
        }
    }

    private ObjectNode object(String name) {
        return (ObjectNode) fields.computeIfAbsent(name, unseen -> JsonNodeFactory.instance.objectNode());
    }

    private void refuse(String path) {
        if (unsupported == null) {
            unsupported = path;
        }
    }
}
