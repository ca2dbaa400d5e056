package dev.rivulet.schemas.option;

/**
 * How large the options of a turn may be. They are part of each record and state that has the prompt.
 *
 * @param chars the most characters of all options together, in UTF-16 code units: see {@link ModelOptions#chars}
 * @param schemaChars the most characters of one JSON Schema
 * @param stopSequences how many there may be
 * @param tools how many there may be
 */
public record OptionLimits(int chars, int schemaChars, int stopSequences, int tools) {

    /** What the configuration has if it says nothing. */
    public static final OptionLimits DEFAULT = new OptionLimits(100_000, 32_000, 16, 128);
}
