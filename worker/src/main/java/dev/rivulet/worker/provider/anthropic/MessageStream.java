package dev.rivulet.worker.provider.anthropic;

import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawContentBlockStartEvent;
import com.anthropic.models.messages.RawMessageDeltaEvent;
import com.anthropic.models.messages.RawMessageStartEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.SignatureDelta;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.TextDelta;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.ThinkingDelta;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.AnswerParts;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.failure.ProviderText;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the events of one message: text, thinking with its signature, and calls of the client's tools; other content,
 * such as calls of the provider's own tools, is left out. Only a message with a stop reason is complete. For one
 * thread.
 */
final class MessageStream {

    private final AnswerParts parts;
    private final Map<Long, Integer> calls = new HashMap<>(); // their numbers, by the index of their block
    private String finishReason;
    private boolean over;
    private boolean counted;
    private long promptTokens;
    private long completionTokens;

    MessageStream(CompletionListener listener, ProviderErrors errors) {
        this.parts = new AnswerParts(listener, errors);
    }

    /** Takes an event. Ignores unknown types: the API may add some. */
    void event(RawMessageStreamEvent event) {
        event.messageStart().ifPresent(this::start);
        event.contentBlockStart().ifPresent(start -> block(start.index(), start.contentBlock()));
        event.contentBlockDelta().ifPresent(delta -> delta(delta.index(), delta.delta()));
        event.messageDelta().ifPresent(this::messageDelta);
        // Its last event may never come: the stop reason has the usage with it.
        over |= event.isMessageStop() || complete();
    }

    private void block(long index, RawContentBlockStartEvent.ContentBlock block) {
        if (block.isText()) {
            block.text().map(TextBlock::text).ifPresent(parts::text);
        } else if (block.isThinking()) {
            block.thinking().map(ThinkingBlock::thinking).ifPresent(parts::reasoning);
        } else if (block.isRedactedThinking()) {
            parts.hiddenReasoning();
        } else if (block.isToolUse()) {
            block.toolUse().ifPresent(call -> calls.put(index, parts.call(call.id(), call.name(), "")));
        } else {
            parts.other();
        }
    }

    private void delta(long index, RawContentBlockDelta delta) {
        delta.text().map(TextDelta::text).ifPresent(parts::text);
        delta.thinking().map(ThinkingDelta::thinking).ifPresent(parts::reasoning);
        delta.signature().map(SignatureDelta::signature).ifPresent(parts::signature);
        delta.inputJson().ifPresent(input -> {
            Integer call = calls.get(index);
            if (call == null) {
                parts.other(); // of a tool of the provider's own
            } else {
                parts.arguments(call, input.partialJson());
            }
        });
    }

    private void start(RawMessageStartEvent start) {
        start._message().asKnown().flatMap(message -> message._usage().asKnown()).ifPresent(usage -> {
            counted = true;
            promptTokens = usage._inputTokens().asKnown().orElse(0L) + usage.cacheCreationInputTokens().orElse(0L)
                    + usage.cacheReadInputTokens().orElse(0L);
            completionTokens = usage._outputTokens().asKnown().orElse(0L);
        });
    }

    private void messageDelta(RawMessageDeltaEvent delta) {
        delta.delta().stopReason().ifPresent(reason -> {
            finishReason = finishReason(reason);
            if (reason.equals(StopReason.REFUSAL)) {
                parts.refusal(null);
            } else {
                parts.finish(finishReason);
            }
        });
        delta._usage().asKnown().ifPresent(this::total);
    }

    /** The counts in a delta are totals, not differences. */
    private void total(MessageDeltaUsage usage) {
        counted = true;
        completionTokens = usage._outputTokens().asKnown().orElse(completionTokens);
        usage.inputTokens().ifPresent(input -> promptTokens = input + usage.cacheCreationInputTokens().orElse(0L)
                + usage.cacheReadInputTokens().orElse(0L));
    }

    /** Returns a reason under the name that it has in chat completions, if it has one there. */
    private static String finishReason(StopReason reason) {
        String said = reason.asString();
        return switch (said) {
            case "end_turn", "stop_sequence" -> "stop";
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "max_tokens", "model_context_window_exceeded" -> "length";
            default -> ProviderText.bounded(said);
        };
    }

    /** Returns whether nothing more will come. */
    boolean over() {
        return over;
    }

    /** Returns whether the completion is whole: its stop reason has come, and no text comes after that. */
    boolean complete() {
        return finishReason != null;
    }

    /** @throws ProviderException when it is no answer */
    LlmCompletion completion() throws ProviderException {
        return parts.end(finishReason,
                counted ? new Usage(promptTokens, completionTokens, promptTokens + completionTokens) : null);
    }
}
