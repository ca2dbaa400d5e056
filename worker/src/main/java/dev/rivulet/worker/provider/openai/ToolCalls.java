package dev.rivulet.worker.provider.openai;

import dev.rivulet.worker.provider.AnswerParts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the call that each delta of a completion's tool calls is about. OpenAI numbers them and gives id and name once.
 * Other servers repeat both in each delta, jump in their numbers, give all calls of an answer the same one, or none.
 * For one thread.
 */
final class ToolCalls {

    private final AnswerParts parts;
    private final Map<Integer, Call> byIndex = new HashMap<>(); // the newest with the provider's number
    private final Map<String, Call> byId = new HashMap<>(); // by the provider's id
    private Call newest; // null before the first

    private record Call(int number, String id, String name) {}

    ToolCalls(AnswerParts parts) {
        this.parts = parts;
    }

    /** @throws IOException if it is about no call that began, or gives a call another name */
    void add(ToolCallDelta delta) throws IOException {
        Call call = begun(delta);
        if (call == null) {
            begin(delta);
            return;
        }
        if (hasText(delta.name()) && !delta.name().equals(call.name())) {
            throw new IOException("a tool call changes its name");
        }
        parts.arguments(call.number(), delta.arguments());
    }

    private Call begun(ToolCallDelta delta) {
        boolean named = hasText(delta.id()) && hasText(delta.name());
        if (delta.index() == null) {
            return hasText(delta.id()) ? byId.get(delta.id()) : hasText(delta.name()) ? null : newest;
        }
        Call call = byIndex.get(delta.index());
        return call != null && named && !delta.id().equals(call.id()) ? null : call;
    }

    private void begin(ToolCallDelta delta) throws IOException {
        if (!hasText(delta.name())) {
            throw new IOException("a tool call begins without a name");
        }
        newest = new Call(parts.call(delta.id(), delta.name(), delta.arguments()), delta.id(), delta.name());
        if (delta.index() != null) {
            byIndex.put(delta.index(), newest);
        }
        if (hasText(delta.id())) {
            byId.put(delta.id(), newest);
        }
    }

    private static boolean hasText(String text) {
        return text != null && !text.isEmpty();
    }
}
