package dev.rivulet.local.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The state of a running turn, as text for a status line. Times are {@link System#nanoTime}. Thread-safe.
 *
 * <p>The number of tokens is an estimate from the length of the text: the provider reports it only at the end.
 */
public final class TurnProgress {

    /** A rough average over the languages of most prompts. */
    private static final double CHARS_PER_TOKEN = 4;
    private static final double NANOS = 1e9;

    private final long submittedAt;
    private String state = "waiting";
    private long startedAt; // 0 if not started
    private long firstTextAt; // 0 if there is no text
    private long chars;

    public TurnProgress(long now) {
        submittedAt = now;
    }

    /** An attempt starts: counts from zero again. */
    public synchronized void started(long now) {
        state = "thinking";
        startedAt = now;
        firstTextAt = 0;
        chars = 0;
    }

    /** The model thinks, as it did before its first text. */
    public synchronized void thinking() {
        state = firstTextAt == 0 && !state.equals("cancelling") ? "thinking" : state;
    }

    /** Text has arrived. */
    public synchronized void text(int length, long now) {
        if (firstTextAt == 0) {
            firstTextAt = now;
            state = state.equals("cancelling") ? state : "answering";
        }
        chars += length;
    }

    public synchronized void cancelling() {
        state = "cancelling";
    }

    /** Returns the text of the status line. */
    public synchronized String statusLine(long now) {
        List<String> parts = new ArrayList<>();
        parts.add(state);
        parts.add(seconds(now - submittedAt) + " s");
        if (firstTextAt != 0) {
            double tokens = Math.ceil(chars / CHARS_PER_TOKEN);
            parts.add("first token after " + seconds(firstTextAt - (startedAt == 0 ? submittedAt : startedAt)) + " s");
            parts.add("about " + (long) tokens + " tokens");
            if (now > firstTextAt) {
                parts.add(Math.round(tokens * NANOS / (now - firstTextAt)) + " tokens/s");
            }
        }
        return String.join(", ", parts);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / NANOS);
    }
}
