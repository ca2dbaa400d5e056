package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.quota.TurnSize;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import java.util.List;

/**
 * The content of a turn that a client has requested, validated. It has no id yet.
 *
 * @param prompt null if there are messages
 * @param messages null if there is a prompt
 */
public record TurnDraft(String prompt, List<Message> messages, TurnOptions options) {

    private static final int CHARS_PER_TOKEN = 4;

    /**
     * Returns this draft if its text is not too long.
     *
     * @param maxChars the most characters of prompt or messages and system prompt together, in UTF-16 code units
     * @throws ProblemException {@code prompt_too_long}
     */
    public TurnDraft requireAtMost(int maxChars) {
        long chars = chars();
        if (chars > maxChars) {
            throw new ProblemException(ProblemCode.PROMPT_TOO_LONG,
                    "The prompt has " + chars + " characters; " + maxChars + " are allowed.",
                    prompt != null ? "prompt" : "messages");
        }
        return this;
    }

    private long chars() {
        long chars = prompt != null ? prompt.length() : messages.stream().mapToLong(m -> m.content().length()).sum();
        return options.system() == null ? chars : chars + options.system().length();
    }

    /**
     * @throws ProblemException {@code model_not_found}, {@code invalid_value} for too many tokens, or what is wrong
     *     with an option for the model
     */
    void requireWithin(ModelLimits limits) {
        if (!limits.allowsModel(options.model())) {
            throw new ProblemException(ProblemCode.MODEL_NOT_FOUND,
                    "This installation has no such model; GET /v1/models lists those it has.", "model");
        }
        if (!limits.allowsTokens(options.maxTokens())) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "An answer has " + limits.maxTokens().orElseThrow() + " tokens at most.", "maxTokens");
        }
        OptionFields.requireValid(options.toldToModel(), limits.options());
    }

    /**
     * Returns what the turn may use. Of its conversation only what was sent with it is known here, at four characters a
     * token. Messages replace what the session remembers.
     */
    TurnSize size(ModelLimits limits) {
        long tokens = options.maxTokens() != null ? options.maxTokens() : limits.maxTokens().orElse(0);
        return new TurnSize(options.model(), Math.ceilDiv(chars() + options.toldToModel().chars(), CHARS_PER_TOKEN),
                tokens, prompt != null);
    }

    /**
     * Makes the command that requests the turn.
     *
     * @param idempotency null if the turn is always a new one
     * @param ephemeral whether no later turn continues the session
     */
    PromptRequested command(OwnedSession session, TurnId turn, Idempotency idempotency, boolean ephemeral) {
        return new PromptRequested(session.key(), turn, prompt, messages, options, idempotency,
                ephemeral ? true : null, session.requestedBy());
    }

    /** Returns whether the turn is cancelled when its client's connection is lost. */
    public boolean cancelsOnDisconnect() {
        return options.onDisconnect() == OnDisconnect.CANCEL;
    }

    /** Returns the same draft of a turn that continues when its client's connection is lost. */
    public TurnDraft continuingOnDisconnect() {
        return new TurnDraft(prompt, messages, options.with(OnDisconnect.CONTINUE));
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnDraft[options=" + options + "]";
    }
}
