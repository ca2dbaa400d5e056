package dev.rivulet.runtime.config;

import io.smallrye.config.WithConverter;
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
}
