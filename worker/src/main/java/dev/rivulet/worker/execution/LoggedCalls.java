package dev.rivulet.worker.execution;

import dev.rivulet.schemas.Usage;

/**
 * What the log says of the calls that attempts have made whose worker was lost: enough to estimate what they have used.
 *
 * @param calls how many began
 * @param repeatedChars how much of the answer was sent with their prompts to be continued, in UTF-16 code units
 * @param producedChars how much text they brought, also what does not stand, in UTF-16 code units
 */
public record LoggedCalls(int calls, long repeatedChars, long producedChars) {

    /** One call that begins an answer. */
    static LoggedCalls of(String text) {
        return new LoggedCalls(1, 0, text.length());
    }

    /**
     * Returns an estimate of what they have used; null if there were none.
     *
     * @param promptTokens of each prompt
     * @param sample some of the text
     */
    public Usage usage(long promptTokens, String sample) {
        return calls == 0
                ? null
                : Usage.estimate(calls * promptTokens + TokenEstimate.scaled(repeatedChars, sample),
                        TokenEstimate.scaled(producedChars, sample));
    }
}
