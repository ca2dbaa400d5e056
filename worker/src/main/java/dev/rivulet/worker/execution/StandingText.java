package dev.rivulet.worker.execution;

import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.event.Started;
import java.util.List;
import java.util.Objects;

/**
 * What stands of the earlier attempts of a turn: exactly what its readers were shown.
 *
 * @param started the start of the newest of them
 * @param seq the number of their pieces, at least 1
 * @param text of these pieces, not empty
 * @param parts what they are beside text, but no tool calls; null if there is nothing
 * @param calls with which they were made
 */
public record StandingText(Started started, long seq, String text, List<AnswerPart> parts, LoggedCalls calls) {

    public StandingText {
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(calls, "calls");
    }

    /** The text of one attempt. */
    public StandingText(Started started, long seq, String text) {
        this(started, seq, text, null, LoggedCalls.of(text));
    }

    /** Returns what stands, in pieces. */
    List<ChunkEvent.Part> pieces() {
        return new Snapshot(started.attempt(), seq - 1, text, parts).pieces();
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
