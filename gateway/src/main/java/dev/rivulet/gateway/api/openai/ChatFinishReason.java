package dev.rivulet.gateway.api.openai;

import java.util.Set;

/** Maps finish reasons to those of OpenAI, since its clients accept no others. */
final class ChatFinishReason {

    private static final String STOP = "stop";
    private static final Set<String> KNOWN = Set.of(STOP, "length", "tool_calls", "content_filter", "function_call");

    private ChatFinishReason() {}

    /** Returns {@code stop} for a cancelled turn, and for reasons that OpenAI does not have. */
    static String of(String reason) {
        return KNOWN.contains(reason) ? reason : STOP;
    }
}
