package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import org.eclipse.microprofile.config.spi.Converter;

/** A whole number of 1 or more, or {@code unlimited}, which is {@link #NONE}. */
public final class QuotaLimit implements Converter<Integer> {

    /** No limit. */
    public static final int NONE = Integer.MAX_VALUE;

    private static final String UNLIMITED = "unlimited";

    @Override
    public Integer convert(String text) {
        return text.trim().equals(UNLIMITED) ? Integer.valueOf(NONE) : new Limits.PositiveInt().convert(text);
    }
}
