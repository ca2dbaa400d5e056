package dev.rivulet.schemas.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a turn may tell its model beside the conversation, the number of tokens and the temperature. Names and values
 * are those of OpenAI's chat completions: whoever knows them knows these, and such a provider is sent them unchanged.
 * The one table: what is not here is an unknown field in every API. An option that Rivulet cannot honour is here as
 * well, with the only value that asks for nothing.
 */
public enum ModelOption {

    TOP_P("top_p", ValueRule.number(0, 1)),
    FREQUENCY_PENALTY("frequency_penalty", ValueRule.number(-2, 2)),
    PRESENCE_PENALTY("presence_penalty", ValueRule.number(-2, 2)),
    SEED("seed", ValueRule.integer()),
    STOP("stop", new StopSequences()),
    LOGIT_BIAS("logit_bias", ValueRule.mapOf(ValueRule.number(-100, 100))),
    RESPONSE_FORMAT("response_format", new ResponseFormat()),
    REASONING_EFFORT("reasoning_effort", ValueRule.word()),
    VERBOSITY("verbosity", ValueRule.word()),
    SERVICE_TIER("service_tier", ValueRule.word()),
    USER("user", ValueRule.text()),
    SAFETY_IDENTIFIER("safety_identifier", ValueRule.text()),
    PROMPT_CACHE_KEY("prompt_cache_key", ValueRule.text()),
    PROMPT_CACHE_RETENTION("prompt_cache_retention", ValueRule.text()),
    METADATA("metadata", ValueRule.mapOf(ValueRule.text())),
    STORE("store", ValueRule.flag()),
    PREDICTION("prediction", ValueRule.object()),
    TOOLS("tools", new Tools()),
    TOOL_CHOICE("tool_choice", new ToolChoice()),
    PARALLEL_TOOL_CALLS("parallel_tool_calls", ValueRule.flag()),

    N("n", ValueRule.only("1", "a turn has one answer")),
    LOGPROBS("logprobs", ValueRule.only("false", "answers have no probabilities")),
    TOP_LOGPROBS("top_logprobs", ValueRule.only("0", "answers have no probabilities")),
    MODALITIES("modalities", ValueRule.only("[\"text\"]", "answers are text")),
    AUDIO("audio", ValueRule.never("answers are text")),
    WEB_SEARCH_OPTIONS("web_search_options", ValueRule.never("answers have no annotations")),
    FUNCTIONS("functions", ValueRule.only("[]", "send tools")),
    FUNCTION_CALL("function_call", ValueRule.only("\"none\"", "send tool_choice"));

    private static final Map<String, ModelOption> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(ModelOption::wire, Function.identity()));

    private final String wire;
    private final ValueRule rule;

    ModelOption(String wire, ValueRule rule) {
        this.wire = wire;
        this.rule = rule;
    }

    /** Returns the option of that name; empty if this version knows none. */
    public static Optional<ModelOption> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the name in requests and records. */
    public String wire() {
        return wire;
    }

    /** Returns whether it can have another value than the one that asks for nothing. */
    public boolean isSupported() {
        return !(rule instanceof ValueRule.Refused);
    }

    /** Returns whether a value asks for nothing. */
    boolean asksNothing(JsonNode value) {
        return rule.asksNothing(value);
    }

    /** @throws InvalidOptionException if the option cannot have this value */
    void check(JsonNode value, OptionLimits limits) {
        rule.check(wire, value, limits);
    }
}
