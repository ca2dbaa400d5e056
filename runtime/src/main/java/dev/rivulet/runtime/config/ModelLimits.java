package dev.rivulet.runtime.config;

import dev.rivulet.schemas.option.OptionLimits;
import java.util.List;
import java.util.Optional;

/**
 * The models that turns may use, how many tokens they may ask for, and how large their options may be.
 *
 * @param allowed the models by their exact names; empty: any
 * @param maxTokens the most tokens of an answer; empty: no limit
 * @param options how large the options for the model may be
 */
public record ModelLimits(Optional<List<String>> allowed, Optional<Integer> maxTokens, OptionLimits options) {

    /** No limits of models and tokens. */
    public static final ModelLimits NONE = new ModelLimits(Optional.empty(), Optional.empty());

    /** With the default limits of options. */
    public ModelLimits(Optional<List<String>> allowed, Optional<Integer> maxTokens) {
        this(allowed, maxTokens, OptionLimits.DEFAULT);
    }

    /**
     * Returns the limits of a configuration.
     *
     * @param defaultModel the model of turns that name none
     * @throws InvalidConfigException if the default model is not allowed: turns that name none could never run
     */
    public static ModelLimits of(TurnsConfig config, String defaultModel) {
        ModelLimits limits = new ModelLimits(config.allowedModels(), config.maxTokens(),
                new OptionLimits(config.maxOptionChars(), config.maxSchemaChars(), config.maxStopSequences(),
                        config.maxTools()));
        if (!limits.allowsModel(defaultModel)) {
            throw new InvalidConfigException(TurnsConfig.PREFIX + ".allowed-models: must contain " + defaultModel
                    + ", the model of turns that name none (rivulet.model)");
        }
        return limits;
    }

    /** @param model null for the default model, which is always allowed */
    public boolean allowsModel(String model) {
        return model == null || allowed.isEmpty() || allowed.get().contains(model);
    }

    /** @param tokens the most tokens of the answer that a turn asks for; null if it names none */
    public boolean allowsTokens(Integer tokens) {
        return tokens == null || maxTokens.isEmpty() || tokens <= maxTokens.get();
    }
}
