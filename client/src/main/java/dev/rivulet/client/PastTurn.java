package dev.rivulet.client;

import java.util.List;

/**
 * A turn that has ended.
 *
 * @param prompt what was asked, see {@link SubmittedTurn}; null if there are messages, or if it is not known
 * @param messages null if there is a prompt
 * @param system the turn's own system prompt; null if it had none
 * @param shortened whether a part of a long prompt, or older messages, were left out
 * @param status {@code DONE} or {@code ERROR}
 * @param attempt the attempt that ended it; 0 if none began
 * @param model the model that was called; null if no attempt began
 * @param provider the provider that was asked; null if no attempt began
 * @param text the whole answer, or what there was of it
 * @param parts what the answer has beside its text; empty if that is nothing
 * @param finishReason the provider's, or {@code cancelled}; null unless done
 * @param usage null if no provider was asked
 * @param timings null if they are not known
 * @param error null unless failed
 * @param inMemory whether the session's next turn sends this one to the model
 */
public record PastTurn(String turnId, String prompt, List<Message> messages, String system, boolean shortened,
        Turn.Status status, int attempt, String model, String provider, String text,
        List<AnswerPart> parts, String finishReason, Usage usage,
        Timings timings, TurnFailure error, boolean inMemory) {

    public PastTurn {
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /** Returns the user's text: the prompt, or the content of the last message; null if it is not known. */
    public String userText() {
        return SubmittedTurn.userText(prompt, messages);
    }

    /** Omits the texts, so that it is safe to log. */
    @Override
    public String toString() {
        return "PastTurn[turnId=" + turnId + ", status=" + status + ", attempt=" + attempt + "]";
    }
}
