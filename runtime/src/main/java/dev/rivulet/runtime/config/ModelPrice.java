package dev.rivulet.runtime.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * What models cost whose names fit a pattern.
 *
 * @param models matches the whole names
 * @param input the price of a million tokens that are sent
 * @param output the price of a million tokens that are answered
 */
public record ModelPrice(Pattern models, BigDecimal input, BigDecimal output) {

    /** Names of models contain nearly everything else, such as {@code org/model:8b}. */
    private static final Pattern ENTRY = Pattern.compile("(.+)=(\\d{1,9}(?:\\.\\d{1,9})?)/(\\d{1,9}(?:\\.\\d{1,9})?)");

    boolean fits(String model) {
        return models.matcher(model).matches();
    }

    /** Reads {@code pattern=input/output}. Throws {@link IllegalArgumentException} with a sentence. */
    public static final class Parser implements Converter<ModelPrice> {

        @Override
        public ModelPrice convert(String text) {
            Matcher entry = ENTRY.matcher(text.replaceAll("\\s", ""));
            if (!entry.matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not the name of a model with * for any characters,"
                                + " '=' and two prices such as 0.15/0.60");
            }
            return new ModelPrice(glob(entry.group(1)), new BigDecimal(entry.group(2)), new BigDecimal(entry.group(3)));
        }

        private static Pattern glob(String text) {
            return Pattern.compile(Arrays.stream(text.split("\\*+", -1)).map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
        }
    }
}
