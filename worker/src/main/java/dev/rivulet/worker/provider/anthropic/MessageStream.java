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
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderText;

/**
 * Reads the events of one message. Only text becomes tokens; other content, such as the model's thinking, is left out.
 * Only a message with a stop reason is complete. For one thread.
 */
final class MessageStream {

    private final CompletionListener listener;
    private String finishReason;
    private boolean over;
    private boolean counted;
    private long promptTokens;
    private long completionTokens;

    MessageStream(CompletionListener listener) {
        this.listener = listener;
    }

    /** Takes an event. Ignores unknown types: the API may add some. */
    void event(RawMessageStreamEvent event) {
        event.messageStart().ifPresent(this::start);
        event.contentBlockStart().map(RawContentBlockStartEvent::contentBlock)
                .flatMap(RawContentBlockStartEvent.ContentBlock::text).map(TextBlock::text).ifPresent(this::text);
        event.contentBlockDelta().map(RawContentBlockDeltaEvent::delta).flatMap(RawContentBlockDelta::text)
                .map(TextDelta::text).ifPresent(this::text);
        event.messageDelta().ifPresent(this::delta);
        over |= event.isMessageStop();
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            listener.token(text);
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

    private void delta(RawMessageDeltaEvent delta) {
        delta.delta().stopReason().ifPresent(reason -> finishReason = finishReason(reason));
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
            case "max_tokens" -> "length";
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

    LlmCompletion completion() {
        return new LlmCompletion(finishReason,
                counted ? new Usage(promptTokens, completionTokens, promptTokens + completionTokens) : null);
    }
}
