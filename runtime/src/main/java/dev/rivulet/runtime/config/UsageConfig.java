package dev.rivulet.runtime.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** {@code rivulet.usage}: what turns cost. See docs/configuration.md. */
public interface UsageConfig {

    String PREFIX = "rivulet.usage";

    /**
     * What models cost for a million tokens of input and of output ({@code gpt-4o-mini*=0.15/0.60}); the first pattern
     * that fits counts. Default: nobody knows.
     */
    Optional<List<@WithConverter(ModelPrice.Parser.class) ModelPrice>> prices();

    /** The currency of these prices: three letters, as of ISO 4217. */
    @WithDefault("USD")
    @WithConverter(PriceTable.Currency.class)
    String currency();
}
