package dev.rivulet.gateway.api.aisdk;

import java.util.Map;

/** Maps finish reasons to those of the AI SDK, since its clients accept no others. */
final class UiFinishReason {

    private static final Map<String, String> KNOWN = Map.of("stop", "stop", "length", "length", "content_filter",
            "content-filter", "tool_calls", "tool-calls", "function_call", "tool-calls");

    private UiFinishReason() {}

    /** Returns {@code other} for reasons that the AI SDK does not have. */
    static String of(String reason) {
        return KNOWN.getOrDefault(reason, "other");
    }
}
