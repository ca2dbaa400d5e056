package dev.rivulet.runtime.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code rivulet.usage}: what turns cost, and how it is counted. See docs/configuration.md. */
public interface UsageConfig {

    String PREFIX = "rivulet.usage";

    /** Whether a worker that coordinates counts what turns have used. */
    @WithDefault("true")
    boolean count();

    /**
     * What models cost for a million tokens of input and of output ({@code gpt-4o-mini*=0.15/0.60}); the first pattern
     * that fits counts. Default: nobody knows.
     */
    Optional<List<@WithConverter(ModelPrice.Parser.class) ModelPrice>> prices();

    /** The currency of these prices: three letters, as of ISO 4217. */
    @WithDefault("USD")
    @WithConverter(PriceTable.Currency.class)
    String currency();

    /** How long counts are collected before they are written. */
    @WithDefault("1s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration interval();

    /** How many sums a worker keeps in memory; when there are more, it begins new ones. */
    @WithDefault("100000")
    @WithConverter(Limits.PositiveInt.class)
    int maxSums();
}
