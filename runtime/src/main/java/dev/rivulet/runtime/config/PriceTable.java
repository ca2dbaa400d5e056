package dev.rivulet.runtime.config;

import dev.rivulet.schemas.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * What tokens cost: the one place where money is computed, exactly.
 *
 * @param prices the first that fits a model counts
 * @param currency of all prices
 */
public record PriceTable(List<ModelPrice> prices, String currency) {

    /** Prices are for a million tokens. */
    private static final int PRICED_DIGITS = 6;

    public PriceTable {
        prices = List.copyOf(prices);
    }

    /** Returns the prices of a configuration. */
    public static PriceTable of(UsageConfig config) {
        return new PriceTable(config.prices().orElse(List.of()), config.currency());
    }

    /** Returns what usage costs, not rounded; empty if nobody has said what the model costs. */
    public Optional<BigDecimal> cost(String model, Usage usage) {
        return prices.stream().filter(price -> price.fits(model)).findFirst()
                .map(price -> cost(usage.promptTokens(), price.input())
                        .add(cost(usage.completionTokens(), price.output())));
    }

    private static BigDecimal cost(long tokens, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(Math.max(0, tokens))).movePointLeft(PRICED_DIGITS);
    }

    /** The name of a currency. */
    public static final class Currency implements Converter<String> {

        private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

        @Override
        public String convert(String text) {
            if (!CODE.matcher(text.strip()).matches()) {
                throw new IllegalArgumentException("'" + text + "' is not three letters such as USD");
            }
            return text.strip();
        }
    }
}
