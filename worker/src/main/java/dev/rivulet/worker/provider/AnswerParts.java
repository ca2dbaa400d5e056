package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Usage;

/**
 * Takes the parts of a streamed completion, passes its text on, and decides whether what came is an answer. The same
 * for every protocol. For one thread.
 */
public final class AnswerParts {

    private final CompletionListener listener;
    private final ProviderErrors errors;
    private boolean text;
    private boolean refusal;
    private boolean notCarried;
    private boolean reasoning;

    public AnswerParts(CompletionListener listener, ProviderErrors errors) {
        this.listener = listener;
        this.errors = errors;
    }

    /** @param content may be empty, or null */
    public void text(String content) {
        if (content != null && !content.isEmpty()) {
            text = true;
            listener.token(content);
        }
    }

    /**
     * The model refuses to answer. Its words are meant for the user: they are the turn's text, although it fails.
     *
     * @param content may be empty, or null
     */
    public void refusal(String content) {
        refusal = true;
        text(content);
    }

    /** The model thinks. That is not carried, but the provider is at work. */
    public void reasoning() {
        reasoning = true;
        listener.alive();
    }

    /** A part of another kind, such as a tool call. */
    public void other() {
        notCarried = true;
        listener.other();
    }

    /**
     * Returns the whole completion.
     *
     * @param usage null when the provider did not say
     * @throws ProviderException when it is no answer: the model refused, or there is no text because what came is not
     *             carried. Reasoning that used up the token limit is an answer without text, with the reason {@code
     *             length}.
     */
    public LlmCompletion end(String finishReason, Usage usage) throws ProviderException {
        if (refusal) {
            throw errors.refusedByModel();
        }
        if (!text && (notCarried || reasoning && finishReason.equals("stop"))) {
            throw errors.notCarried();
        }
        return new LlmCompletion(finishReason, usage);
    }
}
