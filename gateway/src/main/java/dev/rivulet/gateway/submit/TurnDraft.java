package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import java.util.List;

/**
 * A turn that a client wants, checked, before it has an id.
 *
 * @param prompt null when there are messages
 * @param messages null when there is a prompt
 */
public record TurnDraft(String prompt, List<Message> messages, TurnOptions options) {

    /** @throws ProblemException {@code prompt_too_long} */
    public TurnDraft requireAtMost(int maxChars) {
        long chars = prompt != null ? prompt.length() : messages.stream().mapToLong(m -> m.content().length()).sum();
        if (options.system() != null) {
            chars += options.system().length();
        }
        if (chars > maxChars) {
            throw new ProblemException(ProblemCode.PROMPT_TOO_LONG,
                    "The prompt has " + chars + " characters; " + maxChars + " are allowed.",
                    prompt != null ? "prompt" : "messages");
        }
        return this;
    }

    /** @param idempotency null: a turn of its own, whatever was asked before */
    public PromptRequested at(SessionId session, TurnId turn, Idempotency idempotency) {
        return new PromptRequested(session, turn, prompt, messages, options, idempotency);
    }

    /** Whether the turn is to be cancelled when the connection that asked for it is lost. */
    public boolean endsWithItsConnection() {
        return options.onDisconnect() == OnDisconnect.CANCEL;
    }

    /** The same, for a client that will ask again when its connection is lost. */
    public TurnDraft outlivingItsConnection() {
        return new TurnDraft(prompt, messages, options.with(OnDisconnect.CONTINUE));
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnDraft[options=" + options + "]";
    }
}
