package dev.rivulet.worker;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * How much of a conversation a model is sent.
 *
 * @param model its exact name
 * @param chars in UTF-16 code units, at least 1
 */
public record MemorySize(String model, int chars) {

    /** Reads {@code model=number}. Throws {@link IllegalArgumentException} with a sentence. */
    public static final class Parser implements Converter<MemorySize> {

        @Override
        public MemorySize convert(String text) {
            // Names of models contain nearly everything else, such as "org/model:8b".
            int sign = text.lastIndexOf('=');
            String model = text.substring(0, Math.max(0, sign)).strip();
            String chars = text.substring(sign + 1).strip();
            if (model.isEmpty() || !chars.matches("[1-9]\\d{0,8}")) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not the name of a model, '=' and a whole number of 1 to 999999999");
            }
            return new MemorySize(model, Integer.parseInt(chars));
        }
    }
}
