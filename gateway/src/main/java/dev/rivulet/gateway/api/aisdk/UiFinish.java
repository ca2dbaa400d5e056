package dev.rivulet.gateway.api.aisdk;

import java.util.Map;

/** Finish reasons as the AI SDK knows them: its clients check the value against a list. */
final class UiFinish {

    private static final Map<String, String> KNOWN = Map.of("stop", "stop", "length", "length", "content_filter",
            "content-filter", "tool_calls", "tool-calls", "function_call", "tool-calls");

    private UiFinish() {}

    /** Reasons that only the provider knows are {@code other}. */
    static String of(String reason) {
        return KNOWN.getOrDefault(reason, "other");
    }
}
