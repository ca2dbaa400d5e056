package dev.rivulet.runtime.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** {@code rivulet.turns}: what turns may ask for. Gateways and workers both enforce it. See docs/configuration.md. */
public interface TurnsConfig {

    String PREFIX = "rivulet.turns";

    /** The models that turns may name. Default: any. */
    Optional<List<String>> allowedModels();

    /** The most tokens of an answer. Turns may ask for less; those that name no limit have this one. Default: none. */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> maxTokens();

    /**
     * How large the options of a turn for its model may be, all together, in characters of JSON. They are part of the
     * records and the state that have the prompt.
     */
    @WithDefault("100000")
    @WithConverter(Limits.PositiveInt.class)
    int maxOptionChars();

    /** How large one JSON Schema may be, in characters of JSON. */
    @WithDefault("32000")
    @WithConverter(Limits.PositiveInt.class)
    int maxSchemaChars();

    /** How many stop sequences a turn may have. Providers have their own limits: OpenAI 4. */
    @WithDefault("16")
    @WithConverter(Limits.PositiveInt.class)
    int maxStopSequences();

    /** How many tools a turn may have. */
    @WithDefault("128")
    @WithConverter(Limits.PositiveInt.class)
    int maxTools();
}
