package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Usage;
import dev.rivulet.worker.provider.failure.ProviderText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Takes the parts of a streamed completion, passes them on, and decides whether what came is an answer. The same for
 * every protocol. For one thread.
 */
public final class AnswerParts {

    /** The reasons for which an answer ends before the model has ended it. */
    private static final Set<String> CUT_OFF = Set.of("length", "content_filter");

    private final CompletionListener listener;
    private final ProviderErrors errors;
    private final List<String> calls = new ArrayList<>(); // their ids, by their numbers
    private final Set<String> callIds = new HashSet<>(); // those of the provider
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

    /**
     * The model thinks.
     *
     * @param content may be empty, or null
     */
    public void reasoning(String content) {
        reasoning = true;
        if (content == null || content.isEmpty()) {
            listener.alive();
        } else {
            listener.reasoning(content, null);
        }
    }

    /** The reasoning so far is signed. */
    public void signature(String signature) {
        if (signature != null && !signature.isEmpty()) {
            listener.reasoning("", ProviderText.wellFormed(signature));
        }
    }

    /** The model thinks what it does not show. */
    public void hiddenReasoning() {
        reasoning = true;
        listener.alive();
    }

    /**
     * A tool call begins.
     *
     * @param id null or empty if the provider gives none; one that another call has already is replaced
     * @return the number of the call, for its further pieces
     */
    public int call(String id, String name, String arguments) {
        String given = id == null ? "" : ProviderText.wellFormed(id);
        String own = !given.isEmpty() && callIds.add(given)
                ? given
                : "call_" + UUID.randomUUID().toString().replace("-", "");
        calls.add(own);
        int number = calls.size() - 1;
        listener.toolCall(new ToolCallPiece(number, own, ProviderText.wellFormed(name), arguments, false));
        return number;
    }

    /** More of the arguments of a call came. Empty text says nothing. */
    public void arguments(int number, String more) {
        if (!more.isEmpty()) {
            listener.toolCall(new ToolCallPiece(number, calls.get(number), null, more, false));
        }
    }

    /**
     * The answer has its finish reason: its tool calls are complete, unless it was cut off. No protocol says before
     * that which of them are.
     */
    public void finish(String finishReason) {
        if (!CUT_OFF.contains(finishReason)) {
            for (int i = 0; i < calls.size(); i++) {
                listener.toolCall(new ToolCallPiece(i, calls.get(i), null, "", true));
            }
        }
    }

    /** A part of another kind, which is not carried. */
    public void other() {
        notCarried = true;
        listener.other();
    }

    /**
     * Returns the whole completion.
     *
     * @param usage null when the provider did not say
     * @throws ProviderException when it is no answer: the model refused, or there is neither text nor a tool call
     *             because what came is not carried. Reasoning that used up the token limit is an answer without text,
     *             with the reason {@code length}.
     */
    public LlmCompletion end(String finishReason, Usage usage) throws ProviderException {
        if (refusal) {
            throw errors.refusedByModel();
        }
        if (!text && calls.isEmpty() && (notCarried || reasoning && finishReason.equals("stop"))) {
            throw errors.notCarried();
        }
        return new LlmCompletion(finishReason, usage);
    }
}
