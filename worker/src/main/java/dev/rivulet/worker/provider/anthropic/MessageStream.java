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
 * Reads the events of one message, on one thread. Only text becomes tokens; what else there may be, such as the model's
 * thinking, is no part of the answer. Only a message with a stop reason is complete.
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

    /** Events of kinds that are not known pass by: the API may add some. */
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

    /** The counts of a delta are totals. */
    private void total(MessageDeltaUsage usage) {
        counted = true;
        completionTokens = usage._outputTokens().asKnown().orElse(completionTokens);
        usage.inputTokens().ifPresent(input -> promptTokens = input + usage.cacheCreationInputTokens().orElse(0L)
                + usage.cacheReadInputTokens().orElse(0L));
    }

    /** The reasons that chat completions have too get the names they have there. */
    private static String finishReason(StopReason reason) {
        String said = reason.asString();
        return switch (said) {
            case "end_turn", "stop_sequence" -> "stop";
            case "max_tokens" -> "length";
            default -> ProviderText.bounded(said);
        };
    }

    /** Whether nothing is to come any more. */
    boolean over() {
        return over;
    }

    /** Whether the answer came to its proper end. Nothing of it comes after the stop reason. */
    boolean complete() {
        return finishReason != null;
    }

    LlmCompletion completion() {
        return new LlmCompletion(finishReason,
                counted ? new Usage(promptTokens, completionTokens, promptTokens + completionTokens) : null);
    }
}
