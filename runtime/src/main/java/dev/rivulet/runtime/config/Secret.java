package dev.rivulet.runtime.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A value that must not appear in logs: {@code toString} hides it. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }

    /** Reads any text as a secret. */
    public static final class Reader implements Converter<Secret> {
        @Override
        public Secret convert(String text) {
            return new Secret(text);
        }
    }
}
