package dev.rivulet.worker.execution;

import dev.rivulet.schemas.Usage;
import java.util.Objects;

/**
 * The calls that earlier attempts of a turn have made, as the log knows them.
 *
 * @param text some of the answer, for an estimate
 */
public record EarlierCalls(LoggedCalls calls, String text) {

    public EarlierCalls {
        Objects.requireNonNull(calls, "calls");
        Objects.requireNonNull(text, "text");
    }

    /** Returns an estimate of what they have used; null if there were none. */
    Usage usage(long promptTokens) {
        return calls.usage(promptTokens, text);
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "EarlierCalls[calls=" + calls.calls() + "]";
    }
}
