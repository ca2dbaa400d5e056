package dev.rivulet.runtime.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A value that must not get into logs: {@code toString} hides it. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }

    /** Reads text as a secret; empty text counts as none. */
    public static final class Reader implements Converter<Secret> {
        @Override
        public Secret convert(String text) {
            // The library also converts the empty text when nothing is set, and takes null for absent.
            return text.isEmpty() ? null : new Secret(text);
        }
    }
}
