package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.LoggedCalls;
import dev.rivulet.worker.execution.TokenEstimate;
import java.util.stream.Collectors;

/**
 * An attempt whose worker wrote no result.
 *
 * @param end its result without what it had produced and used
 * @param owner the worker that ran it
 * @param continues whether it was to continue the text of earlier attempts: if it wrote nothing, that stands
 * @param prompt how large its prompt was
 */
public record LostAttempt(TurnFinished end, String owner, boolean continues, PromptSize prompt) {

    /**
     * The size of a prompt, for estimates: its text is not kept.
     *
     * @param messages their number
     * @param chars their length, in UTF-16 code units
     */
    public record PromptSize(int messages, long chars) {

        static final PromptSize UNKNOWN = new PromptSize(0, 0);
    }

    /** An attempt that began the answer, with a prompt of which nothing is known. */
    LostAttempt(TurnFinished end, String owner) {
        this(end, owner, false);
    }

    /** An attempt with a prompt of which nothing is known. */
    LostAttempt(TurnFinished end, String owner, boolean continues) {
        this(end, owner, continues, PromptSize.UNKNOWN);
    }

    /** Returns the same without the text of what was asked. */
    LostAttempt withoutInputText() {
        return new LostAttempt(end.withoutInputText(), owner, continues, prompt);
    }

    /**
     * Returns its result with an estimate of what the turn has used. May take some milliseconds, and the first time as
     * long as it takes to load the tokenizer.
     *
     * @param calls that the log knows
     * @param text some of the answer
     */
    TurnFinished ended(LoggedCalls calls, String text) {
        TokenEstimate.awaitTokenizer();
        String asked = asked(end.input());
        long promptTokens = TokenEstimate.scaled(prompt.chars(), asked.isEmpty() ? text : asked)
                + TokenEstimate.framing(prompt.messages());
        return end.with(end.outcome().withUsage(calls.usage(promptTokens, text.isEmpty() ? asked : text)));
    }

    private static String asked(TurnInput input) {
        if (input == null) {
            return "";
        }
        return input.messages() == null
                ? input.prompt() == null ? "" : input.prompt()
                : input.messages().stream().map(Message::content).collect(Collectors.joining("\n"));
    }
}
