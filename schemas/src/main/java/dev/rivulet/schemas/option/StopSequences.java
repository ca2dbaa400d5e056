package dev.rivulet.schemas.option;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts at which an answer ends: one, or an array of them. */
final class StopSequences implements ValueRule {

    private static final ValueRule TEXT = ValueRule.text();

    @Override
    public void check(String path, JsonNode value, OptionLimits limits) {
        if (value.isTextual()) {
            TEXT.check(path, value, limits);
            return;
        }
        ValueRule.requireType(value.isArray(), path, "a string or an array of strings");
        ValueRule.requireValue(value.size() <= limits.stopSequences(), path,
                "must have " + limits.stopSequences() + " sequences or fewer");
        for (int i = 0; i < value.size(); i++) {
            TEXT.check(path + "[" + i + "]", value.get(i), limits);
        }
    }
}
