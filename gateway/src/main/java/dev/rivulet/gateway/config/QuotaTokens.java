package dev.rivulet.gateway.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A whole number of tokens, 1 or more. */
public final class QuotaTokens implements Converter<Long> {

    @Override
    public Long convert(String text) {
        if (!text.trim().matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number of 1 or more");
        }
        return Long.valueOf(text.trim());
    }
}
