package dev.rivulet.worker.execution;

import dev.rivulet.schemas.event.Started;
import java.util.Objects;

/**
 * What stands of the earlier attempts of a turn: exactly what its readers were shown.
 *
 * @param started the start of the newest of them
 * @param seq the number of their deltas, at least 1
 * @param text of these deltas
 */
public record StandingText(Started started, long seq, String text) {

    public StandingText {
        Objects.requireNonNull(started, "started");
    }

    /** Returns the start of an attempt that continues this. */
    Started continuedBy(Started attempt) {
        return attempt.continuing(new Started.Continues(seq, text.length()));
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "StandingText[attempt=" + started.attempt() + ", seq=" + seq + "]";
    }
}
