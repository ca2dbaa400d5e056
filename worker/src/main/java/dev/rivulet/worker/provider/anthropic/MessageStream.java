package dev.rivulet.worker.provider.anthropic;

import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawContentBlockDeltaEvent;
import com.anthropic.models.messages.RawContentBlockStartEvent;
import com.anthropic.models.messages.RawMessageDeltaEvent;
import com.anthropic.models.messages.RawMessageStartEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.TextDelta;
import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.AnswerParts;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.failure.ProviderText;

/**
 * Reads the events of one message. Only text becomes tokens; other content, such as the model's thinking, is left out.
 * Only a message with a stop reason is complete. For one thread.
 */
final class MessageStream {

    private final AnswerParts parts;
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
        event.contentBlockStart().map(RawContentBlockStartEvent::contentBlock).ifPresent(this::block);
        event.contentBlockDelta().map(RawContentBlockDeltaEvent::delta).ifPresent(this::delta);
        event.messageDelta().ifPresent(this::messageDelta);
        // Its last event may never come: the stop reason has the usage with it.
        over |= event.isMessageStop() || complete();
    }

    private void block(RawContentBlockStartEvent.ContentBlock block) {
        block.text().map(TextBlock::text).ifPresent(parts::text);
        if (block.isThinking() || block.isRedactedThinking()) {
            parts.reasoning();
        } else if (!block.isText()) {
            parts.other();
        }
    }

    private void delta(RawContentBlockDelta delta) {
        delta.text().map(TextDelta::text).ifPresent(parts::text);
        if (delta.isThinking() || delta.isSignature()) {
            parts.reasoning();
        } else if (delta.isInputJson()) {
            parts.other();
        }
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
