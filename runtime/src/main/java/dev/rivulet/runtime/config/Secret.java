package dev.rivulet.runtime.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A value that must not appear in logs: {@code toString} hides it. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }

    /** Reads any text as a secret; an empty one counts as none. */
    public static final class Reader implements Converter<Secret> {
        @Override
        public Secret convert(String text) {
            // The library asks for an empty text too when nothing is set, and takes null for absent.
            return text.isEmpty() ? null : new Secret(text);
        }
    }
}
