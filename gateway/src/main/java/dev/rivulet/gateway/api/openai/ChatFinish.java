package dev.rivulet.gateway.api.openai;

import java.util.Set;

/** Finish reasons as OpenAI's clients know them: they check the value against a list. */
final class ChatFinish {

    private static final String STOP = "stop";
    private static final Set<String> KNOWN = Set.of(STOP, "length", "tool_calls", "content_filter", "function_call");

    private ChatFinish() {}

    /** A cancelled turn, and reasons that only the provider knows, are a {@code stop}. */
    static String of(String reason) {
        return KNOWN.contains(reason) ? reason : STOP;
    }
}
