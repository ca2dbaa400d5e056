package dev.rivulet.gateway.config;

import java.math.BigDecimal;
import org.eclipse.microprofile.config.spi.Converter;

/** An amount of money, in the currency of the prices. */
public final class QuotaCost implements Converter<BigDecimal> {

    @Override
    public BigDecimal convert(String text) {
        if (!text.trim().matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("'" + text + "' is not an amount such as 20 or 0.50");
        }
        return new BigDecimal(text.trim());
    }
}
